import type { Scenario } from './scenario.ts'

/** A resolved scenario as a result carries it: times in milliseconds, expectations as they were written. */
export function describeScenario({ target: _target, ...scenario }: Scenario): Record<string, unknown> {
  const rounds = scenario.rounds.map((round) => ({
    ...round,
    expect: round.expect.map(({ expression }) => expression),
  }))
  return { ...scenario, rounds }
}
