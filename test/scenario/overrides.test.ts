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

  test('expectations are replaced, not added to', () => {
    const scenario = scenarioFrom({ round: 'expect: [winners == 5]' })
    const expected = [parseExpectation('oversold == 0')]
    expect(overrideScenario(scenario, { expect: expected }).rounds[0]?.expect).toEqual(expected)
  })

  test('more seats than there are is refused', () => {
    expect(() => overrideScenario(scenarioFrom(), { seats: 6 })).toThrow(/round sale: everyone would want 6 of 5 seats/)
  })
})
