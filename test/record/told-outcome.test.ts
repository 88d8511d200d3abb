import { expect, test } from 'vitest'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { AttemptLine } from '../../src/record/history-lines.ts'
import { toldBy } from '../../src/record/told-outcome.ts'

const line = (fields: Partial<AttemptLine>): AttemptLine => ({
  type: 'attempt',
  user: 0,
  sentUs: 0,
  endedUs: 1,
  ...fields,
})

const nameless = { kind: 'booked', reference: null, seats: null, version: null } as const

test.each<[Partial<AttemptLine>, Outcome]>([
  [{ status: 201 }, nameless],
  [
    { status: 201, seats: 2, version: 7 },
    { ...nameless, seats: 2, version: 7 },
  ],
  [{ status: 200 }, { kind: 'unknown', cause: 'unreadable' }],
  [
    { status: 202, position: 4 },
    { kind: 'waitlisted', reference: null, position: 4 },
  ],
  [{ status: 429 }, { kind: 'rateLimited', retryAfterMs: null }],
  [{ status: 409, code: 'VERSION_CONFLICT' }, { kind: 'conflict' }],
  [{ status: 409, code: 'SOLD_OUT' }, { kind: 'soldOut' }],
  [
    { status: 409, code: 'KEY_IN_FLIGHT' },
    { kind: 'unknown', cause: 'inFlight' },
  ],
  [{ status: 409 }, { kind: 'rejected', code: null }],
  [
    { status: 422, code: 'CLOSED' },
    { kind: 'rejected', code: 'CLOSED' },
  ],
  [{ status: 503 }, { kind: 'unknown', cause: 'serverError' }],
  [{ status: 302 }, { kind: 'unknown', cause: 'unreadable' }],
  [{ status: 0 }, { kind: 'unknown', cause: 'timeout' }],
  [
    { status: 0, cause: 'disconnect' },
    { kind: 'unknown', cause: 'disconnect' },
  ],
])('%j says what it came to by its status', (fields, outcome) => {
  expect(toldBy(line(fields))).toEqual({ status: fields.status, outcome })
})

test('a 200 that names a booking is one', () => {
  expect(toldBy(line({ status: 200, reference: 'R' }))).toMatchObject({ outcome: { kind: 'booked', reference: 'R' } })
})

test('an outcome outweighs what its status would say', () => {
  expect(toldBy(line({ status: 409, outcome: 'soldOut' }))).toEqual({ status: 409, outcome: { kind: 'soldOut' } })
})

test('a status is understood where an outcome has one, and asked for where it has many', () => {
  const statusOf = (outcome: NonNullable<AttemptLine['outcome']>) => toldBy(line({ outcome }))
  expect(statusOf('booked')).toMatchObject({ status: 201 })
  expect(statusOf('soldOut')).toMatchObject({ status: 409 })
  expect(statusOf('unknown')).toEqual({ status: 0, outcome: { kind: 'unknown', cause: 'timeout' } })
  expect(statusOf('rejected')).toEqual({ missing: 'status' })
})

test('a line with neither says too little', () => {
  expect(toldBy(line({}))).toEqual({ missing: 'outcome' })
})
