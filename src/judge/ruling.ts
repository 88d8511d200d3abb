import type { RoundFacts } from './facts.ts'
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

/** Inconclusive, because the target does not show what the rule speaks of, and never will. */
export function unseen(detail: string): Ruling {
  return { status: 'inconclusive', detail, isUnseen: true }
}

/** Inconclusive; and never to be known of a target where seats may be held on the way, of which it does not tell. */
export function doubtful({ facts: { mayHold = false } }: JudgedRound, detail: string): Ruling {
  return mayHold ? unseen(detail) : inconclusive(detail)
}

/** The evidence is cut to what a person reads, so the detail should say how many there were. */
export function violated(detail: string, witnesses: readonly Witness[]): Ruling {
  return { status: 'violated', detail, evidence: witnesses.slice(0, witnessesShown) }
}

/** The gravest of several; of none it is `inconclusive`, since nothing was judged. */
export function mergeStatuses(statuses: readonly RulingStatus[]): RulingStatus {
  return rulingStatuses.findLast((status) => statuses.includes(status)) ?? 'inconclusive'
}

/** Several checks of one rule as one ruling: the gravest of them, which says only what made it so grave. */
export function mergeRulings(rulings: readonly Ruling[]): Ruling {
  const gravest = mergeStatuses(rulings.map(({ status }) => status))
  const telling = rulings.filter(({ status }) => status === gravest)
  const detail = telling.map((ruling) => ruling.detail).join('; ')
  if (gravest === 'held') return held(detail)
  if (gravest === 'inconclusive') return inconclusive(detail)
  return violated(
    detail,
    telling.flatMap((ruling) => (ruling.status === 'violated' ? ruling.evidence : [])),
  )
}

/** A check that fails has proved nothing, and says so. */
export function ruleSafely(check: () => Ruling): Ruling {
  try {
    return check()
  } catch (error) {
    return inconclusive(`the rule itself failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What a rule says that needs more than there is: it may be that it could not be read, or that it is never shown. */
export function lacking(facts: RoundFacts): Ruling {
  const lack = whatIsMissing(facts)
  return 'unavailable' in facts.ledger ? inconclusive(lack) : unseen(lack)
}

/** The check of a rule that needs the ledger, and so is not asked without it. */
export function withLedger(check: (ledger: JudgedLedger, round: JudgedRound) => Ruling): Rule['check'] {
  return (round) => ('unavailable' in round.ledger ? lacking(round.facts) : check(round.ledger, round))
}
