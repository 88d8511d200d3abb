import { expect, test } from 'vitest'
import { startApi } from '../support/start-server.ts'

const problem = { 'content-type': 'application/problem+json' }

/** An event with ten seats, and a way to send a booking that is not one. */
async function startShop() {
  const api = await startApi()
  const event = await api.createEvent(10)
  const { token } = await api.createUser()
  const send = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    api.send('POST', '/bookings', { token, body, headers })
  return { api, event, token, send }
}

test.each([0, -1, 1.5, 1_000_001, 1e300, '1', true, null, [1], { count: 1 }])(
  '%j is no number of seats',
  async (seats) => {
    const { api, event, send } = await startShop()
    const answer = await send({ eventId: event.id, seats })
    expect(answer).toMatchObject({
      status: 400,
      headers: problem,
      body: { code: 'INVALID', status: 400, field: '/seats' },
    })
    expect(await api.readEvent(event.id)).toMatchObject({ available: 10, version: 1 })
  },
)

test.each([
  { body: { seats: 1 }, field: '/eventId', detail: /missing/ },
  { body: { eventId: 'x' }, field: '/seats', detail: /missing/ },
  { body: { eventId: 7, seats: 1 }, field: '/eventId', detail: /string/ },
  { body: { eventId: '', seats: 1 }, field: '/eventId', detail: /character/ },
  { body: { eventId: 'x', seats: 1, price: 0 }, field: '/price', detail: /unknown/ },
  { body: [], field: 'body', detail: /object/ },
  { body: 'null', field: 'body', detail: /object/ },
])('$body is no booking, and the answer names $field', async ({ body, field, detail }) => {
  const { send } = await startShop()
  const answer = await send(body)
  expect(answer).toMatchObject({ status: 400, headers: problem, body: { code: 'INVALID', field } })
  expect(answer.body).toMatchObject({ detail: expect.stringMatching(detail) })
})

test.each(['{"eventId": ', '{"seats": 1} trailing', '{"__proto__": {"seats": 1}}', '{"seats": NaN}'])(
  'malformed JSON is refused: %s',
  async (body) => {
    const { send } = await startShop()
    expect(await send(body)).toMatchObject({ status: 400, headers: problem, body: { code: 'INVALID' } })
  },
)

test('more seats than the event has in all are refused', async () => {
  const { api, event, send } = await startShop()
  expect(await send({ eventId: event.id, seats: 11 })).toMatchObject({
    status: 422,
    headers: problem,
    body: { code: 'SEATS_EXCEED_CAPACITY' },
  })
  expect(await send({ eventId: event.id, seats: 1_000_000 })).toMatchObject({ status: 422 })
  expect(await api.readEvent(event.id)).toMatchObject({ version: 1 })
})

test('an unknown event is not found, wherever it is asked for', async () => {
  const { api, send } = await startShop()
  const notFound = { status: 404, headers: problem, body: { code: 'EVENT_NOT_FOUND' } }
  expect(await send({ eventId: 'no-such-event', seats: 1 })).toMatchObject(notFound)
  expect(await api.send('GET', '/events/no-such-event')).toMatchObject(notFound)
  expect(await api.asAdmin('GET', '/events/no-such-event/ledger')).toMatchObject(notFound)
})

test('a body of more than 16 KB is refused, whatever is in it', async () => {
  const { api, event, send } = await startShop()
  const answer = await send({ eventId: event.id, seats: 1, note: 'x'.repeat(17_000) })
  expect(answer).toMatchObject({ status: 413, headers: problem, body: { code: 'BODY_TOO_LARGE' } })
  expect(await api.readEvent(event.id)).toMatchObject({ version: 1 })
})

test('a body that is not JSON by its own account is refused', async () => {
  const { event, send } = await startShop()
  const body = JSON.stringify({ eventId: event.id, seats: 1 })
  expect(await send(body, { 'content-type': 'text/plain' })).toMatchObject({
    status: 415,
    headers: problem,
    body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
  })
})

test.each([
  ['GET', '/nowhere'],
  ['PUT', '/bookings'],
  ['GET', '/bookings'],
] as const)('there is no %s %s', async (method, path) => {
  const { api } = await startShop()
  expect(await api.send(method, path)).toMatchObject({ status: 404, headers: problem, body: { code: 'NOT_FOUND' } })
})

test('an address that cannot be decoded is refused', async () => {
  const { api } = await startShop()
  expect(await api.send('GET', '/events/%zz')).toMatchObject({
    status: 400,
    headers: problem,
    body: { code: 'INVALID' },
  })
})

test.each([
  { body: { capacity: 1 }, field: '/name' },
  { body: { name: 'Concert' }, field: '/capacity' },
  { body: { name: 'Concert', capacity: 0 }, field: '/capacity' },
  { body: { name: 'Concert', capacity: '5' }, field: '/capacity' },
  { body: { name: 'Concert', capacity: 5, waitlist: 'yes' }, field: '/waitlist' },
])('$body is no event', async ({ body, field }) => {
  const { api } = await startShop()
  expect(await api.asAdmin('POST', '/events', body)).toMatchObject({ status: 400, body: { code: 'INVALID', field } })
})

test.each(['limit=0', 'limit=10001', 'limit=ten', 'limit=1.5', 'limit=1&limit=2', 'after=-1', 'before=3'])(
  'the ledger cannot be read with ?%s',
  async (query) => {
    const { api, event } = await startShop()
    const answer = await api.asAdmin('GET', `/events/${event.id}/ledger?${query}`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID', field: `/${query.split('=')[0]}` } })
  },
)
