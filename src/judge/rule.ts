import type { CancelOutcomeKind } from '../booking/cancellation.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
import type { OutcomeKind } from '../booking/outcome.ts'
import type { JudgedRound } from './judged-round.ts'

/** The gravest last: when rulings merge, the later word wins. */
export const rulingStatuses = ['held', 'inconclusive', 'violated'] as const
export type RulingStatus = (typeof rulingStatuses)[number]

/** One request, to book or to cancel, as evidence names it. Times in milliseconds since the gate opened. */
export interface AttemptEvidence {
  readonly user: number
  readonly attempt: number
  readonly outcome: OutcomeKind | CancelOutcomeKind
  readonly status: number
  readonly sentMs: number
  readonly endedMs: number
  readonly reference: string | null
  readonly version: number | null
}

/** What somebody who looked at the event was shown. Times in milliseconds since the gate opened. */
export interface LookEvidence {
  readonly user: number
  readonly sentMs: number
  readonly endedMs: number
  readonly available: number
  readonly version: number | null
}

/** One proof of a violation: a sentence a developer understands, and the few operations that show it. */
export interface Witness {
  readonly claim: string
  readonly attempts: readonly AttemptEvidence[]
  readonly entries: readonly LedgerEntry[]
  /** Left out where nobody looked. */
  readonly looks?: readonly LookEvidence[]
}

export type Ruling =
  /** `isIdle` where nothing happened that the rule speaks of, so that it had nothing to look at. */
  | { readonly status: 'held'; readonly detail: string; readonly isIdle: boolean }
  /** `isUnseen` where the target, by its nature, does not show what the rule needs. */
  | { readonly status: 'inconclusive'; readonly detail: string; readonly isUnseen?: true }
  | { readonly status: 'violated'; readonly detail: string; readonly evidence: readonly Witness[] }

/**
 * What a target lets the judge see, each level more than the one before it:
 * - `answers`: what its users were told, and when.
 * - `counter`: what the event shows as available in the end, too.
 * - `ledger`: what it says it sold.
 * - `versions`: and in which order it sold it.
 */
export const levels = ['answers', 'counter', 'ledger', 'versions'] as const
export type Level = (typeof levels)[number]

/** A sentence that must hold at any timing, and the pure function that checks it. */
export interface Rule {
  readonly id: string
  readonly statement: string
  /** Below this level it can say nothing, and is inconclusive without being asked. */
  readonly needs: Level
  /** What it makes use of where it is there. */
  readonly uses: Level
  readonly check: (round: JudgedRound) => Ruling
}
