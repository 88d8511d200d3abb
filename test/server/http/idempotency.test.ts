import { expect, test } from 'vitest'
import { strategies } from '../../../src/booking/strategy.ts'
import { startApi } from '../support/start-server.ts'

const withKey = (key: string) => ({ 'idempotency-key': key })

test.each(strategies)(
  '%s: the same key and payload, sent again, gets the same answer and books nothing',
  async (strategy) => {
    const api = await startApi({ strategy })
    const event = await api.createEvent(5)
    const { token } = await api.createUser()
    const first = await api.book(token, event.id, 2, withKey('order-1'))
    const second = await api.book(token, event.id, 2, withKey('order-1'))
    expect(first.status).toBe(201)
    expect(second).toMatchObject({ status: 201, body: first.body })
    expect(await api.readEvent(event.id)).toMatchObject({ available: 3, version: 2 })
    expect(await api.readLedger(event.id)).toMatchObject([{ kind: 'booked', key: 'order-1' }])
  },
)

test('an answer is kept even when the booking has been cancelled since', async () => {
  const api = await startApi()
  const event = await api.createEvent(5)
  const { token } = await api.createUser()
  const first = await api.book(token, event.id, 2, withKey('order-1'))
  await api.cancel(token, (await api.readLedger(event.id))[0]?.reference ?? '')
  expect(await api.book(token, event.id, 2, withKey('order-1'))).toMatchObject({ status: 201, body: first.body })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 5 })
})

test('a place in the queue is kept too, as it was when it was given', async () => {
  const api = await startApi()
  const event = await api.createEvent(1, true)
  const ana = await api.createUser()
  const ben = await api.createUser()
  const eva = await api.createUser()
  const held = await api.mustBook(ana.token, event.id, 1)
  await api.mustBook(ben.token, event.id, 1)
  const first = await api.book(eva.token, event.id, 1, withKey('order-1'))
  expect(first).toMatchObject({ status: 202, body: { status: 'waitlisted', position: 2 } })
  await api.cancel(ana.token, held.reference)
  expect(await api.book(eva.token, event.id, 1, withKey('order-1'))).toMatchObject({ status: 202, body: first.body })
  expect(await api.readLedger(event.id)).toHaveLength(5)
})

test('the same key with another payload is refused', async () => {
  const api = await startApi()
  const event = await api.createEvent(5)
  const { token } = await api.createUser()
  await api.book(token, event.id, 2, withKey('order-1'))
  const other = await api.book(token, event.id, 3, withKey('order-1'))
  expect(other).toMatchObject({ status: 422, body: { code: 'KEY_REUSED' } })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 3 })
})

test('keys belong to their user: two users with one key, even at once, have a booking each', async () => {
  const api = await startApi({ strategy: 'atomic', processingMs: 50 })
  const event = await api.createEvent(5)
  const users = await api.createUsers(2)
  const answers = await Promise.all(users.map(({ token }) => api.book(token, event.id, 1, withKey('order-1'))))
  expect(answers).toMatchObject([{ status: 201 }, { status: 201 }])
  expect(await api.readEvent(event.id)).toMatchObject({ available: 3 })
})

test('a refusal is not kept: the same key may be tried again', async () => {
  const api = await startApi()
  const event = await api.createEvent(1)
  const ana = await api.createUser()
  const ben = await api.createUser()
  const { reference } = await api.mustBook(ana.token, event.id, 1)
  expect(await api.book(ben.token, event.id, 1, withKey('order-1'))).toMatchObject({ body: { code: 'SOLD_OUT' } })
  await api.cancel(ana.token, reference)
  expect(await api.book(ben.token, event.id, 1, withKey('order-1'))).toMatchObject({ status: 201 })
})

test.each(strategies)(
  '%s: of twenty with one key at once, one books, and the rest are told it is in flight',
  async (strategy) => {
    const api = await startApi({ strategy, processingMs: 50 })
    const event = await api.createEvent(100)
    const { token } = await api.createUser()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.book(token, event.id, 1, withKey('order-1'))),
    )
    const booked = answers.filter(({ status }) => status === 201)
    const inFlight = answers.filter(({ status }) => status === 409)
    expect(new Set(booked.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(inFlight.length).toBe(20 - booked.length)
    for (const { body } of inFlight) expect(body).toMatchObject({ code: 'KEY_IN_FLIGHT' })
    expect(await api.readLedger(event.id)).toHaveLength(1)
  },
)

test('another payload under a key in flight is refused as reused', async () => {
  const api = await startApi({ processingMs: 50 })
  const event = await api.createEvent(100)
  const { token } = await api.createUser()
  const answers = await Promise.all([1, 2].map((seats) => api.book(token, event.id, seats, withKey('order-1'))))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 422]))
  expect(await api.readLedger(event.id)).toHaveLength(1)
})

test.each(['', 'two words', 'x'.repeat(256), 'schlüssel'])('a key that is no key is refused: %s', async (key) => {
  const api = await startApi()
  const event = await api.createEvent(5)
  const { token } = await api.createUser()
  const answer = await api.book(token, event.id, 1, withKey(Buffer.from(key).toString('latin1')))
  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID', field: '/idempotency-key' } })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 5 })
})
