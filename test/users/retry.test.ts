import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/booking/outcome.ts'
import { reference } from '../../src/booking/event.ts'
import { nextWaitMs } from '../../src/users/retry.ts'

const conflict: Outcome = { kind: 'conflict' }
const tried = { user: 3, attempts: 1, outcome: conflict, elapsedMs: 10, seed: 42 }
const bounds = { attempts: 5, deadlineMs: 1000, keyAfterUnknown: 'same' } as const
const backoff = { policy: 'backoff', baseMs: 20, capMs: 200, ...bounds } as const

describe('nextWaitMs', () => {
  test('policy none never tries again', () => {
    expect(nextWaitMs({ policy: 'none' }, tried)).toBeNull()
  })

  test('immediate does not wait, fixed waits as long as it says', () => {
    expect(nextWaitMs({ policy: 'immediate', ...bounds }, tried)).toBe(0)
    expect(nextWaitMs({ policy: 'fixed', delayMs: 70, ...bounds }, tried)).toBe(70)
  })

  test('backoff draws below a ceiling that doubles with each attempt up to its cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(10_000), fc.nat(), (attempts, user, seed) => {
        const policy = { ...backoff, attempts: 100, deadlineMs: 1e9 }
        const wait = nextWaitMs(policy, { ...tried, attempts, user, seed }) ?? Number.NaN
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThan(Math.min(200, 20 * 2 ** (attempts - 1)))
      }),
    )
  })

  test('backoff is the same for the same seed, and differs from user to user', () => {
    const waits = Array.from({ length: 50 }, (_, user) => nextWaitMs(backoff, { ...tried, user }))
    expect(waits).toEqual(Array.from({ length: 50 }, (_, user) => nextWaitMs(backoff, { ...tried, user })))
    expect(new Set(waits).size).toBeGreaterThan(45)
  })

  test.each<[string, Outcome]>([
    ['booked', { kind: 'booked', reference: reference('EVT-AAAAAA'), seats: 1, version: 2 }],
    ['sold out', { kind: 'soldOut' }],
    ['waitlisted', { kind: 'waitlisted', reference: null, position: 4 }],
    ['rejected', { kind: 'rejected', code: 'INVALID' }],
  ])('whoever was %s has nothing left to try for', (_, outcome) => {
    expect(nextWaitMs(backoff, { ...tried, outcome })).toBeNull()
  })

  test('an answer that never came is tried again', () => {
    expect(nextWaitMs(backoff, { ...tried, outcome: { kind: 'unknown', cause: 'timeout' } })).not.toBeNull()
  })

  test('a Retry-After is waited out in full, and ends it where it reaches past the deadline', () => {
    const limited: Outcome = { kind: 'rateLimited', retryAfterMs: 900 }
    expect(nextWaitMs(backoff, { ...tried, outcome: limited })).toBe(900)
    expect(nextWaitMs(backoff, { ...tried, outcome: limited, elapsedMs: 101 })).toBeNull()
  })

  test('gives up once the attempts or the time are used up', () => {
    const fixed = { policy: 'fixed', delayMs: 70, ...bounds } as const
    expect(nextWaitMs(fixed, { ...tried, attempts: 4 })).toBe(70)
    expect(nextWaitMs(fixed, { ...tried, attempts: 5 })).toBeNull()
    expect(nextWaitMs(fixed, { ...tried, elapsedMs: 930 })).toBe(70)
    expect(nextWaitMs(fixed, { ...tried, elapsedMs: 931 })).toBeNull()
  })
})
