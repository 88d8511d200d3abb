import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openServer } from '../../src/server/server.ts'
import { ApiClient } from './support/api-client.ts'
import { startServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const options = { port: 0, strategy: 'optimistic', processingMs: 0, rateLimit: null, http2: false } as const

test('what was booked, and the tokens, outlive the server: the file can be served again', async () => {
  const database = join(temporaryFolder(), 'kept.db')
  const first = await openServer({ ...options, database })
  const before = new ApiClient(first)
  const event = await before.createEvent(5)
  const user = await before.createUser()
  const { reference } = await before.mustBook(user.token, event.id, 2)
  await before.close()
  await first.close()
  const { api } = await startServer({ database })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 3, version: 2 })
  expect(await api.send('GET', `/bookings/${reference}`, { token: user.token })).toMatchObject({ body: { seats: 2 } })
  expect(await api.cancel(user.token, reference)).toMatchObject({ status: 200 })
})

test('the admin token is the one that was given, or one that nobody guesses', async () => {
  const given = await startServer({ adminToken: 'open-sesame' })
  expect(given.server.adminToken).toBe('open-sesame')
  await expect(given.api.createEvent(1)).resolves.toMatchObject({ version: 1 })
  const [one, other] = [await startServer(), await startServer()]
  expect(one.server.adminToken).toMatch(/^[\w-]{32}$/)
  expect(one.server.adminToken).not.toBe(other.server.adminToken)
})

test('an empty admin token, such as that of an unset variable, opens no door', async () => {
  const { api, server } = await startServer({ adminToken: '' })
  expect(server.adminToken).toMatch(/^[\w-]{32}$/)
  expect(
    await api.send('POST', '/events', { token: '', body: { name: 'e', capacity: 1, waitlist: false } }),
  ).toMatchObject({
    status: 401,
  })
})

test('its address is where the API begins', async () => {
  const { server } = await startServer()
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/)
  expect(server.store).toMatch(/^sqlite 3\.\d+\.\d+$/)
})

test('a port that is taken is an error, which leaves the database free', async () => {
  const { server } = await startServer()
  const database = join(temporaryFolder(), 'free.db')
  const port = Number(new URL(server.url).port)
  await expect(openServer({ ...options, database, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  // SQLite keeps the log of a database beside it for as long as anybody has it open.
  expect(readdirSync(dirname(database))).toEqual(['free.db'])
})

test('a booking that is under way when it closes is answered, and kept', async () => {
  const database = join(temporaryFolder(), 'kept.db')
  const server = await openServer({ ...options, database, strategy: 'atomic', processingMs: 500 })
  const api = new ApiClient(server)
  const event = await api.createEvent(50)
  const { token } = await api.createUser()
  const twins = [1, 2].map(() => api.book(token, event.id, 1, { 'idempotency-key': 'order-1' }))
  // That one of two is refused as in flight tells that the other is under way.
  expect(await Promise.race(twins)).toMatchObject({ body: { code: 'KEY_IN_FLIGHT' } })
  await server.close()
  expect(new Set((await Promise.all(twins)).map(({ status }) => status))).toEqual(new Set([201, 409]))
  await api.close()
  const again = await startServer({ database })
  expect(await again.api.readEvent(event.id)).toMatchObject({ available: 49 })
})

test('a request of which the end never comes does not keep it from closing', async () => {
  const { server } = await startServer()
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  )
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  const gone = once(socket, 'close')
  await server.close()
  await gone
  expect(socket.destroyed).toBe(true)
})
