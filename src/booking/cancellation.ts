import type { UnknownCause } from './outcome.ts'

/** How a request to give a booking back ended, in the order in which tables and results list them. */
export const cancelOutcomeKinds = ['cancelled', 'gone', 'refused', 'unknown'] as const
export type CancelOutcomeKind = (typeof cancelOutcomeKinds)[number]

/**
 * What a request to cancel a booking, or to leave the queue, came to, as far as its user can honestly know.
 * - `cancelled`: it is given back. Of several who asked, a system may tell so to each, or to the first alone.
 * - `gone`: there is no such booking, or none any more.
 * - `refused`: any other clear refusal, with the code that it named.
 */
export type CancelOutcome =
  | {
      readonly kind: 'cancelled'
      /** Of the event, as the cancellation left it; null where the system does not say. */
      readonly version: number | null
    }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly code: string | null }
  | { readonly kind: 'unknown'; readonly cause: UnknownCause }

export type CancelOutcomeCounts = Readonly<Record<CancelOutcomeKind, number>>

/** The words a person reads for each outcome. */
export const cancelLabels: Readonly<Record<CancelOutcomeKind, string>> = {
  cancelled: 'cancelled',
  gone: 'gone already',
  refused: 'refused',
  unknown: 'unknown',
}
