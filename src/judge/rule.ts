import type { EventState, UserId } from '../booking/event.ts'
import type { Ledger, LedgerEntry } from '../booking/ledger.ts'
import type { OutcomeKind } from '../booking/outcome.ts'
import type { History } from '../record/history.ts'

/** The gravest last: when rulings merge, the later word wins. */
export const rulingStatuses = ['held', 'inconclusive', 'violated'] as const
export type RulingStatus = (typeof rulingStatuses)[number]

/** Everything a rule may look at, for one round. Read only once the round was quiet. */
export interface RoundFacts {
  /** The event as it was before the first attempt. */
  readonly opening: EventState
  /** What the system says it sold, or why that could not be learnt. */
  readonly ledger: Ledger | { readonly unavailable: string }
  readonly history: History
  /** How many users the plan had, and how many requests left: counted apart from the history, so that it can be checked. */
  readonly planned: { readonly users: number; readonly seatsOf: (user: number) => number }
  readonly launchedAttempts: number
  /** The account each planned user booked with; several users share one in alternating mode. */
  readonly accountOf: (user: number) => UserId
  /** The idempotency key that an operation of a user carried, or null where none was sent. */
  readonly keyOf: (user: number, operation: number) => string | null
  /** True when the operator stopped the round early. */
  readonly interrupted: boolean
}

/** One attempt as evidence names it. Times in milliseconds since the gate opened. */
export interface AttemptEvidence {
  readonly user: number
  readonly attempt: number
  readonly outcome: OutcomeKind
  readonly status: number
  readonly sentMs: number
  readonly endedMs: number
  readonly reference: string | null
  readonly version: number | null
}

/** One proof of a violation: a sentence a developer understands, and the two to five operations that show it. */
export interface Witness {
  readonly claim: string
  readonly attempts: readonly AttemptEvidence[]
  readonly entries: readonly LedgerEntry[]
}

export type Ruling =
  | { readonly status: 'held'; readonly detail: string }
  | { readonly status: 'inconclusive'; readonly detail: string }
  | { readonly status: 'violated'; readonly detail: string; readonly evidence: readonly Witness[] }

/** A sentence that must hold at any timing, and the pure function that checks it. */
export interface Rule {
  readonly id: string
  readonly statement: string
  readonly check: (facts: RoundFacts) => Ruling
}
