import { expect, test } from 'vitest'
import { strategies } from '../../../src/booking/strategy.ts'
import { startApi } from '../support/start-server.ts'

test.each(strategies)('%s: a booking is answered, can be read, and is in the ledger', async (strategy) => {
  const api = await startApi({ strategy })
  const event = await api.createEvent(10)
  const { id, token } = await api.createUser()
  const answer = await api.book(token, event.id, 4)
  expect(answer).toMatchObject({ status: 201, headers: { 'content-type': 'application/json; charset=utf-8' } })
  expect(answer.body).toEqual({
    reference: expect.stringMatching(/^EVT-[A-Z0-9]{6}$/),
    eventId: event.id,
    userId: id,
    seats: 4,
    version: 2,
  })
  const [entry] = await api.readLedger(event.id)
  expect(entry).toMatchObject({ version: 2, kind: 'booked', userId: id, seats: 4, available: 6 })
  const read = await api.send('GET', `/bookings/${entry?.reference}`, { token })
  expect(read).toMatchObject({ status: 200, body: { ...Object(answer.body), status: 'booked' } })
})

test('one user may book more than once', async () => {
  const api = await startApi()
  const event = await api.createEvent(10)
  const { token } = await api.createUser()
  const [first, second] = [await api.mustBook(token, event.id, 1), await api.mustBook(token, event.id, 1)]
  expect(first.reference).not.toBe(second.reference)
  expect(await api.readEvent(event.id)).toMatchObject({ available: 8, version: 3 })
})

test.each(strategies)('%s: If-Match books on the version it names, and on no other', async (strategy) => {
  const api = await startApi({ strategy })
  const event = await api.createEvent(10)
  const { token } = await api.createUser()
  const ifMatch = (tag: string) => api.book(token, event.id, 1, { 'if-match': tag })
  expect(await ifMatch('"1"')).toMatchObject({ status: 201, body: { version: 2 } })
  expect(await ifMatch('"1"')).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } })
  expect(await ifMatch('W/"2"')).toMatchObject({ status: 412 })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 9, version: 2 })
  expect(await ifMatch('"7", "2"')).toMatchObject({ status: 201, body: { version: 3 } })
  expect(await ifMatch('*')).toMatchObject({ status: 201, body: { version: 4 } })
  expect(await ifMatch('4')).toMatchObject({ status: 400, body: { code: 'INVALID', field: '/if-match' } })
})

test('of many at once with the same If-Match, one books', async () => {
  const api = await startApi({ strategy: 'atomic', processingMs: 5 })
  const event = await api.createEvent(50)
  const users = await api.createUsers(30)
  const answers = await Promise.all(users.map(({ token }) => api.book(token, event.id, 1, { 'if-match': '"1"' })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 412)).toHaveLength(29)
})

test('a booking is its owner’s business', async () => {
  const api = await startApi()
  const event = await api.createEvent(10)
  const ana = await api.createUser()
  const ben = await api.createUser()
  const { reference } = await api.mustBook(ana.token, event.id, 1)
  const { token } = ben
  expect(await api.send('GET', `/bookings/${reference}`, { token })).toMatchObject({
    status: 403,
    body: { code: 'FORBIDDEN' },
  })
  expect(await api.cancel(token, reference)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
  expect(await api.send('GET', '/bookings/EVT-000000', { token })).toMatchObject({
    status: 404,
    body: { code: 'BOOKING_NOT_FOUND' },
  })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 9, version: 2 })
})
