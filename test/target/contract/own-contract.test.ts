import { describe, expect, test } from 'vitest'
import type { Answer } from '../../../src/target/booking-api.ts'
import { bookingApi } from '../../../src/target/contract/compile.ts'
import { ownContract } from '../../../src/target/contract/read-contract.ts'

const api = bookingApi(await ownContract(null), 'http://127.0.0.1:3000/api/v1')

const event = { id: 'e1' }
const holderOf = (token: string) => ({ fields: { token }, jar: null })
const bookingOf = (token: string) => api.book({ user: holderOf(token), event, seats: 2, key: 'k-1', attempt: 1 })

function cancellationOf(token: string, reference: string) {
  const cancellation = api.cancel?.({ user: holderOf(token), event, reference })
  if (cancellation === undefined) throw new Error('the embedded server takes bookings back')
  return cancellation
}

const answerOf = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  header: (name) => headers[name],
  setCookies: () => [],
  body: typeof body === 'string' ? body : JSON.stringify(body),
  isWhole: true,
})

const read = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  bookingOf('t').answered(answerOf(status, body, headers))

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
    expect(dated?.kind === 'rateLimited' && dated.retryAfterMs).toBeGreaterThan(0)
    expect(read(429, 'slow down')).toEqual({ kind: 'rateLimited', retryAfterMs: null })
  })
})

test('a booking carries its token, its key and what it asks for', () => {
  const request = bookingOf('t.t.t').request()
  expect(request).toMatchObject({ method: 'POST', path: '/api/v1/bookings', body: '{"eventId":"e1","seats":2}' })
  expect(request.headers).toEqual(expect.arrayContaining(['authorization', 'Bearer t.t.t', 'idempotency-key', 'k-1']))
})

test('a cancellation carries its token and the name of the booking, whatever characters that has, and no body', () => {
  expect(cancellationOf('t.t.t', 'EVT-1').request()).toEqual({
    method: 'DELETE',
    path: '/api/v1/bookings/EVT-1',
    headers: ['authorization', 'Bearer t.t.t'],
    body: null,
  })
  expect(cancellationOf('t', 'a/../b?c d').request().path).toBe('/api/v1/bookings/a%2F..%2Fb%3Fc%20d')
})

describe('what the answer to a cancellation means', () => {
  const told = (status: number, body: unknown = '') => cancellationOf('t', 'EVT-1').answered(answerOf(status, body))

  test('it is cancelled, at a version where one is told', () => {
    expect(told(200, { reference: 'EVT-1', status: 'cancelled', version: 7 })).toEqual({
      kind: 'cancelled',
      version: 7,
    })
    expect(told(200, { status: 'cancelled' })).toEqual({ kind: 'cancelled', version: null })
    expect(told(200, { status: 'cancelled', version: '7' })).toEqual({ kind: 'cancelled', version: 7 })
    expect(told(200, { status: 'cancelled', version: 'seven' })).toEqual({ kind: 'cancelled', version: null })
    expect(told(204)).toEqual({ kind: 'cancelled', version: null })
  })

  test.each([
    [404, { code: 'BOOKING_NOT_FOUND' }],
    [404, '<html>Not found</html>'],
    [410, ''],
    [409, { code: 'ALREADY_CANCELLED' }],
    [400, { code: 'ALREADY_CANCELLED' }],
  ])('%d %j: there is nothing to cancel, or nothing any more', (status, body) => {
    expect(told(status, body)).toEqual({ kind: 'gone' })
  })

  test.each([
    [403, { code: 'FORBIDDEN' }, 'FORBIDDEN'],
    [409, { code: 'VERSION_CONFLICT' }, 'VERSION_CONFLICT'],
    [409, 'Conflict', null],
    [401, '', null],
    [429, { code: 'RATE_LIMITED' }, 'RATE_LIMITED'],
    [429, 'slow down', 'RATE_LIMITED'],
    [400, { code: 17 }, '17'],
    [400, { code: ['INVALID'] }, null],
  ])('%d %j is a refusal', (status, body, code) => {
    expect(told(status, body)).toEqual({ kind: 'refused', code })
  })

  test.each([500, 502, 503, 504])('%d leaves it open', (status) => {
    expect(told(status, { code: 'ALREADY_CANCELLED', status: 'cancelled' })).toEqual({
      kind: 'unknown',
      cause: 'serverError',
    })
  })

  test.each([
    [200, ''],
    [200, '{"status":"canc'],
    [200, { status: 'pending' }],
    [200, '<html>Please log in</html>'],
    [200, 'null'],
    [202, { status: 'cancelled' }],
    [302, ''],
  ])('%d %j is not what a booking API says', (status, body) => {
    expect(told(status, body)).toEqual({ kind: 'unknown', cause: 'unreadable' })
  })
})

describe('what a look shows', () => {
  const shown = (status: number, body: string) => api.readLook(answerOf(status, body), event)

  test('the seats that are left, and the version where one is told', () => {
    expect(shown(200, '{"available":0,"version":7}')).toEqual({ available: 0, version: 7 })
    expect(shown(200, '{"available":3}')).toEqual({ available: 3, version: null })
    expect(shown(200, '{"available":"3"}')).toEqual({ available: 3, version: null })
  })

  test.each([
    [200, '{"available":"some"}'],
    [200, '{"available":1.5}'],
    [200, '{"avail'],
    [200, '[]'],
    [200, '<html></html>'],
    [404, '{"available":3}'],
    [429, '{"available":3}'],
    [500, '{"available":3}'],
  ])('nothing by %d %s', (status, body) => {
    expect(shown(status, body)).toBeNull()
  })
})
