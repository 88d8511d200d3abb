import { judge, type InvariantRuling } from '../../src/judge/judge.ts'
import type { RoundFacts } from '../../src/judge/facts.ts'
import type { Rule } from '../../src/judge/rule.ts'

/** What one rule says about a round. */
export function ruleOn(rule: Rule, facts: RoundFacts): InvariantRuling {
  const [ruling] = judge(facts, [rule]).invariants
  if (!ruling) throw new Error(`${rule.id} gave no ruling`)
  return ruling
}
