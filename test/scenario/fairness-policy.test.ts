import { expect, test } from 'vitest'
import { overrideScenario } from '../../src/scenario/overrides.ts'
import { scenarioFrom } from '../builders/scenario.ts'

const policiesOf = (scenario: ReturnType<typeof scenarioFrom>) => scenario.rounds.map(({ fairness }) => fairness)

test('nothing is promised where nothing is declared', () => {
  expect(policiesOf(scenarioFrom())).toEqual(['none'])
})

test('what a round declares goes before what the scenario does, and a flag before both', () => {
  const scenario = scenarioFrom({ top: 'fairness: lottery' })
  expect(policiesOf(scenario)).toEqual(['lottery'])
  expect(policiesOf(scenarioFrom({ top: 'fairness: lottery', round: 'fairness: none' }))).toEqual(['none'])
  expect(policiesOf(overrideScenario(scenario, { fairness: 'fifo' }))).toEqual(['fifo'])
})

test('to declare a policy leaves the expectations alone, since the experiment stays the same', () => {
  const scenario = scenarioFrom({ round: 'expect: [winners == 5]' })
  expect(overrideScenario(scenario, { fairness: 'lottery' }).rounds[0]?.expect).toHaveLength(1)
})

test('a policy that there is not is refused with those that there are', () => {
  expect(() => scenarioFrom({ round: 'fairness: queue' })).toThrow(
    /fairness is "queue"; allowed is one of lottery, fifo, none/,
  )
})
