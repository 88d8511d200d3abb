import { checkOnce } from './check-once.ts'
import type { RoundFacts } from './facts.ts'
import { prepareRound } from './judged-round.ts'
import { withoutLaggingLedger } from './ledger-lag.ts'
import { levelFor, levelOf } from './level.ts'
import type { Level, Rule, RulingStatus, Witness } from './rule.ts'
import { allRules } from './rules/all.ts'
import { mergeInvariants } from './playing.ts'
import { lacking, ruleSafely } from './ruling.ts'

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
  /**
   * It could not rule because the target, by its nature, does not show what it needs, such as versions. Where there is a
   * ledger the rules that look for an oversell and for lost bookings rule without that, so it weighs nothing.
   */
  readonly isUnseen?: true
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
    const ruling = level === null ? lacking(facts) : ruleSafely(() => checkOnce(rule, round))
    return {
      id: rule.id,
      statement: rule.statement,
      status: ruling.status,
      level,
      detail: ruling.detail,
      isIdle: ruling.status === 'held' && ruling.isIdle,
      ...(ruling.status === 'inconclusive' && ruling.isUnseen ? { isUnseen: true } : {}),
      evidence: ruling.status === 'violated' ? ruling.evidence : [],
    }
  })
  return { ruling: mergeInvariants(invariants), invariants }
}
