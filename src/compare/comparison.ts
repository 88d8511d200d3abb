import type { Result } from '../report/result.ts'

/** A result as the operator named it. */
export interface Side {
  readonly label: string
  readonly result: Result
}

export type Unit = 'users' | 'requests' | 'seats' | 'tokens' | 'rounds' | 'ms' | 'MB' | 'requests/s'

/** A count or a measurement; a word where there is nothing to count; null where nothing was measured. */
export type Value = number | string | null

export interface ComparedRow {
  /** Null for the run as a whole. */
  readonly round: { readonly name: string; readonly repetition: number } | null
  readonly metric: string
  /** Null for a word. */
  readonly unit: Unit | null
  readonly a: Value
  readonly b: Value
  /** b less a; null where one of them is no number. */
  readonly difference: number | null
  /** The difference as a share of a; null also where a is 0. */
  readonly change: number | null
}

export interface ComparedSide {
  readonly label: string
  readonly scenario: string
  readonly runId: string
  readonly startedAt: string
  readonly seed: number
}

/** Two results side by side. Whether a difference is for the better is left to the reader. */
export interface Comparison {
  readonly a: ComparedSide
  readonly b: ComparedSide
  /** Of the run as a whole first, then of each round that both sides played. */
  readonly rows: readonly ComparedRow[]
  /** What differed besides what was measured, a sentence each. */
  readonly warnings: readonly string[]
}

/** How much a comparison can say. */
export const comparisonNote = 'one run a side: differences are shown, no test is possible'
