import { describe, expect, test } from 'vitest'
import { parseExpectation } from '../../src/scenario/expectation.ts'
import { overrideScenario } from '../../src/scenario/overrides.ts'
import { scenarioFrom } from '../builders/scenario.ts'

describe('overrideScenario', () => {
  test('without flags changes nothing', () => {
    const scenario = scenarioFrom({ round: 'retry: backoff\nexpect: [winners == 5]' })
    expect(overrideScenario(scenario, {})).toEqual(scenario)
  })

  test('more users bring an account each', () => {
    expect(overrideScenario(scenarioFrom(), { users: 40 })).toMatchObject({
      users: 40,
      accounts: 40,
      rounds: [{ users: 40 }],
    })
  })

  test('more users share the accounts that a scenario shares', () => {
    const scenario = scenarioFrom({ top: 'users: 12\naccounts: 2' })
    expect(overrideScenario(scenario, { users: 40 })).toMatchObject({ users: 40, accounts: 2 })
    expect(overrideScenario(scenario, { users: 1 })).toMatchObject({ users: 1, accounts: 1 })
  })

  test('seats, capacity and retry hold for the rounds; the same policy keeps its numbers', () => {
    const scenario = scenarioFrom({ round: 'retry: { policy: fixed, delay: 7ms }' })
    expect(overrideScenario(scenario, { seats: 2, capacity: 9, retry: 'fixed' }).rounds[0]).toMatchObject({
      seats: 2,
      capacity: 9,
      retry: { policy: 'fixed', delayMs: 7 },
    })
    expect(overrideScenario(scenario, { retry: 'none' }).rounds[0]?.retry).toEqual({ policy: 'none' })
  })

  test('a wait for the ledger replaces that of the scenario, and leaves its expectations', () => {
    const scenario = scenarioFrom({ top: 'settle: 1s', round: 'expect: [winners == 5]' })
    expect(overrideScenario(scenario, {}).settleMs).toBe(1000)
    const slower = overrideScenario(scenario, { settleMs: 9000 })
    expect(slower.settleMs).toBe(9000)
    expect(slower.rounds[0]?.expect).toHaveLength(1)
  })

  test('a processing time holds for the rounds, also for one with its own', () => {
    const scenario = scenarioFrom({ round: 'processing: 100ms' })
    expect(overrideScenario(scenario, {}).rounds[0]?.processingMs).toBe(100)
    expect(overrideScenario(scenario, { processingMs: 3 }).rounds[0]?.processingMs).toBe(3)
  })

  test('the limit can be taken off and put on', () => {
    expect(overrideScenario(scenarioFrom(), { rateLimit: null }).server.rateLimit).toBeNull()
    const limit = { limit: 3, windowMs: 1000 }
    expect(overrideScenario(scenarioFrom(), { rateLimit: limit }).server.rateLimit).toEqual(limit)
  })

  test('arrivals hold for the rounds, and drop the expectations like every other shape', () => {
    const scenario = scenarioFrom({ round: 'arrivals: { pattern: loop, duration: 1s }\nexpect: [winners == 5]' })
    const arrivals = { pattern: 'waves', waves: 3, intervalMs: 50 } as const
    expect(overrideScenario(scenario, { arrivals })).toMatchObject({
      users: 12,
      rounds: [{ users: 12, arrivals, expect: [] }],
    })
  })

  test('a rate brings its own users, and an account each where each had one', () => {
    const arrivals = { pattern: 'rate', perSecond: 4, durationMs: 2000 } as const
    expect(overrideScenario(scenarioFrom(), { arrivals })).toMatchObject({
      users: 8,
      accounts: 8,
      rounds: [{ users: 8 }],
    })
    const shared = scenarioFrom({ top: 'users: 12\naccounts: 2' })
    expect(overrideScenario(shared, { arrivals })).toMatchObject({ users: 8, accounts: 2 })
    expect(overrideScenario(scenarioFrom(), { arrivals, users: 8 })).toMatchObject({ users: 8 })
  })

  test('as many users as a rate brought may come in another way', () => {
    const scenario = scenarioFrom({ round: 'arrivals: { pattern: rate, perSecond: 5, duration: 2s }' })
    expect(overrideScenario(scenario, { arrivals: { pattern: 'burst' } }).rounds[0]?.users).toBe(10)
  })

  test('users that contradict a rate are refused, and more waves than users', () => {
    const scenario = scenarioFrom({ round: 'arrivals: { pattern: rate, perSecond: 5, duration: 2s }' })
    expect(() => overrideScenario(scenario, { users: 300 })).toThrow(
      'round sale: 5 a second for 2s come to 10 users, and users is 300; allowed is 10, or leaving users out (see --users and --arrivals)',
    )
    const arrivals = { pattern: 'waves', waves: 13, intervalMs: 50 } as const
    expect(() => overrideScenario(scenarioFrom(), { arrivals })).toThrow('12 users cannot come in 13 waves')
  })

  test('users who bring more follow-ups than can be sent at once are refused, and so is a loop with any', () => {
    const scenario = scenarioFrom({ round: 'followUps: [{ cancel: { times: 100 } }]' })
    expect(overrideScenario(scenario, { users: 200 }).rounds[0]).toMatchObject({ users: 200, followUps: [{}] })
    expect(() => overrideScenario(scenario, { users: 201 })).toThrow(
      'round sale: what follows the burst comes to 20,100 requests at once; allowed are 20,000 (see --users and --arrivals)',
    )
    expect(() => overrideScenario(scenario, { arrivals: { pattern: 'loop', durationMs: 1000 } })).toThrow(
      'round sale: users who go again and again are not followed up; allowed are other arrivals (see --users and --arrivals)',
    )
  })

  test('expectations are replaced, not added to', () => {
    const scenario = scenarioFrom({ round: 'expect: [winners == 5]' })
    const expected = [parseExpectation('oversold == 0')]
    expect(overrideScenario(scenario, { expect: expected }).rounds[0]?.expect).toEqual(expected)
  })

  test('more seats than there are is refused', () => {
    expect(() => overrideScenario(scenarioFrom(), { seats: 6 })).toThrow(/round sale: everyone would want 6 of 5 seats/)
  })
})
