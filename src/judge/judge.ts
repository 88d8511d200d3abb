import { checkOnce } from './check-once.ts'
import type { RoundFacts } from './facts.ts'
import { prepareRound } from './judged-round.ts'
import { withoutLaggingLedger } from './ledger-lag.ts'
import { levelFor, levelOf, whatIsMissing } from './level.ts'
import type { Level, Rule, RulingStatus, Witness } from './rule.ts'
import { allRules } from './rules/all.ts'
import { inconclusive, mergeStatuses, ruleSafely } from './ruling.ts'

/** What one rule found. */
export interface InvariantRuling {
  readonly id: string
  readonly statement: string
  readonly status: RulingStatus
  /** What it had to go by; null where that was too little to rule at all. */
  readonly level: Level | null
  readonly detail: string
  /** It held because nothing happened that it speaks of. */
  readonly isIdle: boolean
  /** Empty unless the rule was violated. */
  readonly evidence: readonly Witness[]
}

/** Every ruling on a round, and the gravest of them. */
export interface Judgement {
  readonly ruling: RulingStatus
  readonly invariants: readonly InvariantRuling[]
}

/** Rules on a round. It never throws: a rule that fails has proved nothing, and says so. */
export function judge(told: RoundFacts, rules: readonly Rule[] = allRules): Judgement {
  const facts = withoutLaggingLedger(told)
  const round = prepareRound(facts)
  const seen = levelOf(facts)
  const invariants = rules.map((rule): InvariantRuling => {
    const level = levelFor(rule, seen)
    const ruling = level === null ? inconclusive(whatIsMissing(facts)) : ruleSafely(() => checkOnce(rule, round))
    return {
      id: rule.id,
      statement: rule.statement,
      status: ruling.status,
      level,
      detail: ruling.detail,
      isIdle: ruling.status === 'held' && ruling.isIdle,
      evidence: ruling.status === 'violated' ? ruling.evidence : [],
    }
  })
  return { ruling: mergeStatuses(invariants.map(({ status }) => status)), invariants }
}
