import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { Http2Client } from './support/http2-client.ts'
import { startServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const startSecure = (options: Parameters<typeof startServer>[0] = {}) => startServer({ ...options, http2: true })

test('it books, refuses and keeps its ledger over HTTP/2 as over HTTP/1.1 on the same port', async () => {
  const { api, server } = await startSecure()
  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/api\/v1$/)
  const client = await Http2Client.connect(server)
  expect(client.session.alpnProtocol).toBe('h2')
  const event = await api.createEvent(3)
  const [one, two, three] = await api.createUsers(3)
  expect(await client.book(one?.token ?? '', event.id, 2)).toMatchObject({
    status: 201,
    body: { seats: 2, version: 2 },
  })
  expect(await client.book(two?.token ?? '', event.id, 2)).toMatchObject({ status: 409, body: { code: 'SOLD_OUT' } })
  expect(await client.book('nobody', event.id, 1)).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } })
  expect(await api.book(three?.token ?? '', event.id, 1)).toMatchObject({ status: 201, body: { version: 3 } })
  const ledger = await client.get(`/events/${event.id}/ledger`, server.adminToken)
  expect(ledger).toMatchObject({
    body: {
      event: { available: 0 },
      entries: [
        { userId: one?.id, seats: 2 },
        { userId: three?.id, seats: 1 },
      ],
    },
  })
})

test('one connection carries a thousand requests at once, and exactly the seats there are get sold', async () => {
  const { api, server } = await startSecure({ strategy: 'atomic' })
  const client = await Http2Client.connect(server)
  expect(client.session.remoteSettings.maxConcurrentStreams).toBe(1000)
  const event = await api.createEvent(300)
  const users = await api.createUsers(1000)
  const armed = users.map(({ token }) => client.arm(token, event.id, 1))
  await new Promise((resolve) => client.session.ping(resolve))
  expect(await api.readEvent(event.id)).toMatchObject({ available: 300 })
  const answers = await Promise.all(armed.map(({ release }) => release()))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(300)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(700)
  expect(await api.readLedger(event.id)).toHaveLength(300)
})

test('the rate limit and the description of the API are there as well', async () => {
  const { api, server } = await startSecure({ rateLimit: { limit: 1, windowMs: 60_000 } })
  const client = await Http2Client.connect(server)
  const event = await api.createEvent(3)
  const { token } = await api.createUser()
  expect(await client.book(token, event.id, 1)).toMatchObject({ status: 201 })
  const limited = await client.book(token, event.id, 1)
  expect(limited).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } })
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
  expect(await client.get('/openapi.json', '')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } })
  expect(await client.get('/nowhere', '')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
})

describe('the certificate', () => {
  test('speaks for this machine and for nobody else', async () => {
    const { server } = await startSecure()
    const certificate = new X509Certificate(server.certificate ?? '')
    expect(certificate.checkHost('localhost')).toBe('localhost')
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(certificate.checkIP('::1')).toBe('::1')
    expect(certificate.checkHost('example.com')).toBeUndefined()
    // Whoever trusts it must not thereby trust whatever its key signs.
    expect(certificate.ca).toBe(false)
  })

  test.each(['127.0.0.1', 'localhost'])('is accepted by who asks for %s', async (servername) => {
    const { server } = await startSecure()
    const port = Number(new URL(server.url).port)
    const checked = servername === 'localhost' ? { servername } : {}
    const socket = connectTls({ host: '127.0.0.1', port, ca: server.certificate ?? '', ...checked })
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(true)
    socket.destroy()
  })

  test('is trusted by nobody who was not given it, and is another one each time', async () => {
    const [{ server }, { server: other }] = [await startSecure(), await startSecure()]
    const untrusting = Http2Client.connect({ ...server, certificate: null })
    await expect(untrusting).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    const mistaken = Http2Client.connect({ ...server, certificate: other.certificate })
    await expect(mistaken).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  test('is not made where nothing is encrypted', async () => {
    const { server } = await startServer()
    expect(server.certificate).toBeNull()
  })
})

describe('what cannot be read', () => {
  test('as HTTP is refused in the form of all other refusals', async () => {
    const { server } = await startSecure()
    const port = Number(new URL(server.url).port)
    const socket = connectTls({ host: '127.0.0.1', port, ca: server.certificate ?? '' })
    socket.write('what is this?\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*"code":"INVALID"/)
  })

  test('as TLS is hung up on, and hurts nobody else', async () => {
    const { api, server } = await startSecure()
    const socket = connectTcp(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('GET /api/v1/health HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket.resume(), 'close')
    expect(await api.send('GET', '/health')).toMatchObject({ status: 200 })
  })
})

test('requests that are taken back, and a client that goes in the middle of them, hurt nobody', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const { api, server } = await startSecure({ strategy: 'atomic', processingMs: 50 })
  const event = await api.createEvent(50)
  const { token } = await api.createUser()
  const [fickle, gone] = [await Http2Client.connect(server), await Http2Client.connect(server)]
  fickle.arm(token, event.id, 1).cancel()
  expect(await fickle.book(token, event.id, 1)).toMatchObject({ status: 201 })
  const lost = [gone.book(token, event.id, 1), gone.arm(token, event.id, 1).release()]
  gone.arm(token, event.id, 1)
  await gone.get('/health', '')
  gone.session.destroy()
  await Promise.allSettled(lost)
  // What came whole is booked, whether or not anybody is left to be told.
  await expect.poll(() => api.readLedger(event.id)).toHaveLength(3)
  process.off('warning', note)
  expect(warnings).toEqual([])
})

describe('when it closes', () => {
  test('connections that have nothing to do are closed, whatever they speak, and so is the port', async () => {
    const { api, server } = await startSecure()
    const client = await Http2Client.connect(server)
    expect(await client.get('/health', '')).toMatchObject({ status: 200 })
    // Left open by the client, which keeps it for its next request.
    expect(await api.send('GET', '/health')).toMatchObject({ status: 200 })
    const ended = once(client.session, 'close')
    await server.close()
    await ended
    await expect(Http2Client.connect(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('bookings that are under way are answered and kept, over both protocols', async () => {
    const database = join(temporaryFolder(), 'kept.db')
    const { api, server } = await startSecure({ database, strategy: 'atomic', processingMs: 500 })
    const client = await Http2Client.connect(server)
    const event = await api.createEvent(50)
    const [one, other] = [await api.createUser(), await api.createUser()]
    const first = client.book(one.token, event.id, 1)
    // Its answer tells that what was sent before it on the same connection has come.
    await client.get('/health', '')
    const twins = [1, 2].map(() => api.book(other.token, event.id, 1, { 'idempotency-key': 'order-1' }))
    // That one of two is refused as in flight tells that the other is under way.
    expect(await Promise.race(twins)).toMatchObject({ body: { code: 'KEY_IN_FLIGHT' } })
    await server.close()
    expect(await first).toMatchObject({ status: 201 })
    expect(new Set((await Promise.all(twins)).map(({ status }) => status))).toEqual(new Set([201, 409]))
    const again = await startServer({ database })
    expect(await again.api.readEvent(event.id)).toMatchObject({ available: 48 })
  })

  test('requests of which the end never comes, and connections that never say a word, do not keep it', async () => {
    const { api, server } = await startSecure()
    const client = await Http2Client.connect(server)
    const armed = client.arm((await api.createUser()).token, 'e', 1)
    const silent = connectTcp(Number(new URL(server.url).port), '127.0.0.1').resume()
    await once(silent, 'connect')
    const ended = [once(client.session, 'close'), once(silent, 'close')]
    await server.close()
    await Promise.all(ended)
    await expect(armed.release()).rejects.toThrow('closed without an answer')
  })
})
