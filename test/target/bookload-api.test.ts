import { describe, expect, test } from 'vitest'
import { eventId } from '../../src/booking/event.ts'
import { bookloadApi } from '../../src/target/bookload-api.ts'

const api = bookloadApi('/api/v1')
const read = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  api.readAnswer(status, (name) => headers[name], typeof body === 'string' ? body : JSON.stringify(body))

describe('what an answer means', () => {
  test('201 with a booking', () => {
    const body = { reference: 'EVT-10LEK9', eventId: 'e', userId: 'u', seats: 10, version: 2 }
    expect(read(201, body)).toEqual({ kind: 'booked', reference: 'EVT-10LEK9', seats: 10, version: 2 })
  })

  test('201 whose body broke off: booked for certain, under a name nobody knows', () => {
    expect(read(201, '{"reference":"EVT-1', { 'content-type': 'application/json' })).toEqual({
      kind: 'booked',
      reference: null,
      seats: null,
      version: null,
    })
  })

  test('202 with a place in the queue, and a 202 that says nothing of one', () => {
    const body = { status: 'waitlisted', position: 3, reference: 'EVT-AAAAAA' }
    expect(read(202, body)).toEqual({ kind: 'waitlisted', reference: 'EVT-AAAAAA', position: 3 })
    expect(read(202, { status: 'accepted' })).toEqual({ kind: 'unknown', cause: 'unreadable' })
  })

  test.each([
    [409, { code: 'VERSION_CONFLICT' }, { kind: 'conflict' }],
    [409, { code: 'SOLD_OUT' }, { kind: 'soldOut' }],
    [409, { code: 'KEY_TAKEN' }, { kind: 'rejected', code: 'KEY_TAKEN' }],
    [409, 'Conflict', { kind: 'rejected', code: null }],
    [400, { code: 'INVALID' }, { kind: 'rejected', code: 'INVALID' }],
    [401, '', { kind: 'rejected', code: null }],
    [412, { code: 'PRECONDITION_FAILED' }, { kind: 'rejected', code: 'PRECONDITION_FAILED' }],
  ])('%d %j is a refusal', (status, body, outcome) => {
    expect(read(status, body)).toEqual(outcome)
  })

  test('a key that is still in flight has not been answered yet', () => {
    expect(read(409, { code: 'KEY_IN_FLIGHT' })).toEqual({ kind: 'unknown', cause: 'inFlight' })
  })

  test('200 is a booking where it names one, and no booking where it is a page', () => {
    expect(read(200, { reference: 'EVT-10LEK9', seats: 1, version: 2 })).toMatchObject({ kind: 'booked', seats: 1 })
    expect(read(200, '<html>Please log in</html>')).toEqual({ kind: 'unknown', cause: 'unreadable' })
    expect(read(201, '<html>Welcome</html>', { 'content-type': 'text/html' })).toMatchObject({ kind: 'unknown' })
    expect(read(201, { ok: true }, { 'content-type': 'application/json' })).toMatchObject({ kind: 'unknown' })
  })

  test.each([500, 502, 503, 504])('%d leaves it open whether the booking was made', (status) => {
    expect(read(status, { code: 'SOLD_OUT' })).toEqual({ kind: 'unknown', cause: 'serverError' })
  })

  test.each([204, 301, 302])('%d is not what a booking API says', (status) => {
    expect(read(status, '')).toEqual({ kind: 'unknown', cause: 'unreadable' })
  })

  test('429 with the seconds to wait, and without', () => {
    expect(read(429, '', { 'retry-after': '7' })).toEqual({ kind: 'rateLimited', retryAfterMs: 7000 })
    const inTenSeconds = new Date(Date.now() + 10_000).toUTCString()
    const dated = read(429, '', { 'retry-after': inTenSeconds })
    expect(dated.kind === 'rateLimited' && dated.retryAfterMs).toBeGreaterThan(0)
    expect(read(429, 'slow down')).toEqual({ kind: 'rateLimited', retryAfterMs: null })
  })
})

test('a booking carries its token, its key and what it asks for', () => {
  const request = api.book({ token: 't.t.t', eventId: eventId('e1'), seats: 2, key: 'k-1' })
  expect(request).toMatchObject({ method: 'POST', path: '/api/v1/bookings', body: '{"eventId":"e1","seats":2}' })
  expect(request.headers).toEqual(expect.arrayContaining(['authorization', 'Bearer t.t.t', 'idempotency-key', 'k-1']))
})
