import { expect, test } from 'vitest'
import { startApi } from '../support/start-server.ts'

const rateLimit = { limit: 3, windowMs: 60_000 }

test('a user may send so many requests and no more, and is told when to come back', async () => {
  const api = await startApi({ rateLimit })
  const event = await api.createEvent(100)
  const { token } = await api.createUser()
  for (const remaining of ['2', '1', '0']) {
    const answer = await api.book(token, event.id, 1)
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': remaining })
    expect(Number(answer.headers['ratelimit-reset'])).toBeGreaterThan(0)
  }
  const refused = await api.book(token, event.id, 1)
  expect(refused).toMatchObject({
    status: 429,
    headers: { 'content-type': 'application/problem+json', 'ratelimit-limit': '3', 'ratelimit-remaining': '0' },
    body: { code: 'RATE_LIMITED', status: 429 },
  })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
  expect(await api.readEvent(event.id)).toMatchObject({ available: 97 })
})

test('one count covers all that a user does, and what is refused counts too', async () => {
  const api = await startApi({ rateLimit })
  const event = await api.createEvent(100)
  const { token } = await api.createUser()
  const { reference } = await api.mustBook(token, event.id, 1)
  expect(await api.book(token, event.id, 0)).toMatchObject({ status: 400 })
  expect(await api.send('GET', `/bookings/${reference}`, { token })).toMatchObject({ status: 200 })
  expect(await api.cancel(token, reference)).toMatchObject({ status: 429 })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 99 })
})

test('of many at once with two tokens, each token has its own three', async () => {
  const api = await startApi({ rateLimit, strategy: 'atomic' })
  const event = await api.createEvent(100)
  const users = await api.createUsers(2)
  const alternating = Array.from({ length: 60 }, (_, index) => users[index % 2]?.token ?? '')
  const answers = await Promise.all(alternating.map((token) => api.book(token, event.id, 1)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(6)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(54)
})

test('the admin and the public are not limited', async () => {
  const api = await startApi({ rateLimit })
  const event = await api.createEvent(1)
  for (let count = 0; count < 10; count += 1) {
    expect(await api.send('GET', `/events/${event.id}`)).toMatchObject({ status: 200 })
    expect(await api.asAdmin('GET', `/events/${event.id}/ledger`)).toMatchObject({ status: 200 })
  }
})

test('a bad token spends nothing of anybody’s', async () => {
  const api = await startApi({ rateLimit })
  const event = await api.createEvent(100)
  for (let count = 0; count < 10; count += 1) {
    expect(await api.book('not-a-token', event.id, 1)).toMatchObject({ status: 401 })
  }
})

test('after the window, the user may come again', async () => {
  const api = await startApi({ rateLimit: { limit: 1, windowMs: 100 } })
  const event = await api.createEvent(100)
  const { token } = await api.createUser()
  await api.book(token, event.id, 1)
  await expect.poll(async () => (await api.book(token, event.id, 1)).status).toBe(201)
})

test('without a limit there are no headers about one', async () => {
  const api = await startApi()
  const event = await api.createEvent(100)
  const { token } = await api.createUser()
  expect((await api.book(token, event.id, 1)).headers).not.toHaveProperty('ratelimit-limit')
})
