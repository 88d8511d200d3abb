import { expect, test } from 'vitest'
import { startApi } from '../support/start-server.ts'

test('health says that the server answers', async () => {
  const api = await startApi()
  expect(await api.send('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test('metrics count bookings by outcome and the jobs that shared a transaction, from the start and at every reading', async () => {
  const api = await startApi({ strategy: 'atomic' })
  const event = await api.createEvent(5)
  const users = await api.createUsers(8)
  const { token } = await api.createUser()
  const before = await read()
  expect(before['bookload_bookings_total{outcome="booked"}']).toBeUndefined()
  await Promise.all(users.map((user) => api.book(user.token, event.id, 1)))
  const once = await read()
  expect(once).toMatchObject({
    'bookload_bookings_total{outcome="booked"}': 5,
    'bookload_bookings_total{outcome="SOLD_OUT"}': 3,
  })
  const sum = 'bookload_commit_group_jobs_sum'
  expect((once[sum] ?? 0) - (before[sum] ?? 0)).toBe(8)
  await api.book(token, event.id, 1)
  const twice = await read()
  expect(twice).toMatchObject({ 'bookload_bookings_total{outcome="SOLD_OUT"}': 4, [sum]: (once[sum] ?? 0) + 1 })
  expect(twice).toHaveProperty('nodejs_eventloop_lag_p99_seconds')

  async function read(): Promise<Readonly<Record<string, number>>> {
    const { headers, body } = await api.send('GET', '/metrics')
    expect(headers['content-type']).toMatch(/^text\/plain; version=/)
    const samples = String(body).matchAll(/^([^#\s]\S*) (\S+)$/gm)
    return Object.fromEntries([...samples].map(([, name, value]) => [name, Number(value)]))
  }
})

test('two servers in one process count for themselves', async () => {
  const [one, other] = [await startApi(), await startApi()]
  const event = await one.createEvent(5)
  await one.book((await one.createUser()).token, event.id, 1)
  expect(String((await one.send('GET', '/metrics')).body)).toContain('bookload_bookings_total{outcome="booked"} 1')
  expect(String((await other.send('GET', '/metrics')).body)).not.toContain('outcome="booked"')
})
