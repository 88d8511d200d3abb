import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { listScenarios, loadScenario } from '../../src/scenario/library.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { scenarioToFile } from '../../src/scenario/to-file.ts'
import { scenarioFrom } from '../builders/scenario.ts'

const names = await listScenarios()

describe('a scenario that was written down again is the same scenario', () => {
  test.each(names)('%s', async (name) => {
    const scenario = await loadScenario(name)
    expect(parseScenario(stringify(scenarioToFile(scenario)), name)).toEqual(scenario)
  })

  test.each([
    'retry: immediate',
    'retry: { policy: fixed, delay: 1.5s }',
    'retry: { policy: backoff, base: 7ms, cap: 2m, attempts: 9 }',
    'retry: { policy: fixed, keyAfterUnknown: new }',
    'arrivals: { pattern: waves, waves: 3, interval: 1.5s }',
    'arrivals: { pattern: ramp, duration: 90s }',
    'arrivals: { pattern: loop, duration: 250ms }',
    'processing: 59s',
    'description: only a few',
    'waitlist: true',
    'fairness: fifo',
    'readers: 7',
    'followUps: [{ cancel: {} }, { repeat: {} }, { book: {} }]',
    'followUps: [{ cancel: { what: all, by: stranger, times: 8 }, book: { who: everyone, times: 2 } }]',
    'followUps: [{ repeat: { as: otherSeats, times: 3 }, cancel: { what: places } }]',
  ])('with a round of `%s`', (round) => {
    const scenario = scenarioFrom({ top: 'users: 12\nseed: 7\naccounts: 3', round })
    expect(parseScenario(stringify(scenarioToFile(scenario)), 'again.yaml')).toEqual(scenario)
  })

  test('whose users followed from a rate of arrivals', () => {
    const scenario = scenarioFrom({ round: 'arrivals: { pattern: rate, perSecond: 7, duration: 1.5s }' })
    expect(scenario.users).toBe(11)
    expect(parseScenario(stringify(scenarioToFile(scenario)), 'again.yaml')).toEqual(scenario)
  })
})
