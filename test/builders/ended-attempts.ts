import * as fc from 'fast-check'
import { reference } from '../../src/booking/event.ts'
import { unknownCauses, type Outcome } from '../../src/booking/outcome.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'

const name = fc.option(fc.stringMatching(/^[A-Z0-9]{6}$/).map(reference))
const count = fc.option(fc.nat(1000))

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('booked' as const), reference: name, seats: count, version: count }),
  fc.record({ kind: fc.constant('waitlisted' as const), reference: name, position: count }),
  fc.record({ kind: fc.constantFrom('conflict' as const, 'soldOut' as const) }),
  fc.record({ kind: fc.constant('rateLimited' as const), retryAfterMs: count }),
  fc.record({ kind: fc.constant('rejected' as const), code: fc.option(fc.string()) }),
  fc.record({ kind: fc.constant('unknown' as const), cause: fc.constantFrom(...unknownCauses) }),
)

/** Attempts of any kind by a few users, in the order in which they ended. */
export const endedAttempts: fc.Arbitrary<readonly EndedAttempt[]> = fc.array(
  fc.record({
    user: fc.nat(8),
    attempt: fc.integer({ min: 1, max: 4_294_967_295 }),
    operation: fc.nat(4_294_967_295),
    step: fc.nat(255),
    plannedUs: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    sentUs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    endedUs: fc.double({ min: 1e6, max: 1e9, noNaN: true }),
    status: fc.constantFrom(0, 201, 202, 409, 422, 429, 500, 599),
    outcome,
  }),
)
