import type { JudgedLedger, JudgedRound } from './judged-round.ts'
import { whatIsMissing } from './level.ts'
import { rulingStatuses, type Rule, type Ruling, type RulingStatus, type Witness } from './rule.ts'

const witnessesShown = 5

export function held(detail: string): Ruling {
  return { status: 'held', detail, isIdle: false }
}

/** Held, because nothing happened that the rule speaks of. */
export function idle(detail: string): Ruling {
  return { status: 'held', detail, isIdle: true }
}

export function inconclusive(detail: string): Ruling {
  return { status: 'inconclusive', detail }
}

/** The evidence is cut to what a person reads, so the detail should say how many there were. */
export function violated(detail: string, witnesses: readonly Witness[]): Ruling {
  return { status: 'violated', detail, evidence: witnesses.slice(0, witnessesShown) }
}

/** The gravest of several; of none it is `inconclusive`, since nothing was judged. */
export function mergeStatuses(statuses: readonly RulingStatus[]): RulingStatus {
  return rulingStatuses.findLast((status) => statuses.includes(status)) ?? 'inconclusive'
}

/** The check of a rule that needs the ledger, and so is not asked without it. */
export function withLedger(check: (ledger: JudgedLedger, round: JudgedRound) => Ruling): Rule['check'] {
  return (round) =>
    'unavailable' in round.ledger ? inconclusive(whatIsMissing(round.facts)) : check(round.ledger, round)
}
