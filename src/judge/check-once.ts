import type { JudgedRound } from './judged-round.ts'
import type { Rule, Ruling } from './rule.ts'

const rulings = new WeakMap<JudgedRound, Map<Rule, Ruling>>()

/** What a rule says of a round; rules that build on another one ask for it as well, and it is checked only once. */
export function checkOnce(rule: Rule, round: JudgedRound): Ruling {
  const known = rulings.get(round) ?? new Map<Rule, Ruling>()
  rulings.set(round, known)
  const ruling = known.get(rule) ?? rule.check(round)
  known.set(rule, ruling)
  return ruling
}
