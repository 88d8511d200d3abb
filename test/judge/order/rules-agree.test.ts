import { expect, test } from 'vitest'
import { judge } from '../../../src/judge/judge.ts'
import { justifiedRefusal } from '../../../src/judge/rules/justified-refusal.ts'
import { readFreshness } from '../../../src/judge/rules/read-freshness.ts'
import { realTimeOrder } from '../../../src/judge/rules/real-time-order.ts'
import { cases } from '../../builders/cases.ts'
import { canHaveHappened } from './brute-force.ts'
import { smallHistory } from './small-histories.ts'
import { asRoundsTell, roundOf } from './small-rounds.ts'

const rounds = cases(10_000)
const rules = [realTimeOrder, readFreshness, justifiedRefusal]

test('the rules accuse a small round where no order explains it, and nowhere else', () => {
  const accused = new Map(rules.map(({ id }) => [id, 0]))
  let innocent = 0
  for (let seed = 0; seed < rounds; seed++) {
    const history = asRoundsTell(smallHistory(seed))
    const { invariants } = judge(roundOf(history), rules)
    const violated = invariants.filter(({ status }) => status === 'violated')
    if (canHaveHappened(history) !== (violated.length === 0)) {
      expect.fail(
        `round ${seed}: ${invariants.map(({ id, status, detail }) => `${id} ${status}: ${detail}`).join('\n')}`,
      )
    }
    if (violated.length === 0) innocent++
    for (const { id, evidence } of violated) {
      accused.set(id, (accused.get(id) ?? 0) + 1)
      expect(evidence.length).toBeGreaterThan(0)
      expect(evidence.every(({ attempts, entries }) => attempts.length <= 5 && entries.length <= 5)).toBe(true)
    }
  }
  expect(innocent).toBeGreaterThan(rounds * 0.2)
  for (const times of accused.values()) expect(times).toBeGreaterThan(rounds * 0.01)
})
