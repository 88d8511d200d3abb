import type { Reference } from './event.ts'

/** How an attempt or a user ended, in the order in which every table and result lists them. */
export const outcomeKinds = [
  'booked',
  'conflict',
  'soldOut',
  'waitlisted',
  'rateLimited',
  'rejected',
  'unknown',
] as const
export type OutcomeKind = (typeof outcomeKinds)[number]

/**
 * Why no trustworthy answer came. `inFlight`: the system says that it is still at work on the same key; `accepted`: that it
 * has taken the request and will decide later.
 */
export const unknownCauses = [
  'timeout',
  'disconnect',
  'serverError',
  'unreadable',
  'interrupted',
  'inFlight',
  'accepted',
] as const
export type UnknownCause = (typeof unknownCauses)[number]

/**
 * What one attempt came to, as far as its user can honestly know.
 * `unknown` is no polite failure: the request left and nothing trustworthy came back, so the seats may or may not be
 * taken. A 5xx answer is unknown too, since the system may have booked before it fell. Rules allow for both readings.
 */
export type Outcome =
  | {
      readonly kind: 'booked'
      /** Null where the answer broke off after its status: booked for certain, under a name nobody knows. */
      readonly reference: Reference | null
      readonly seats: number | null
      readonly version: number | null
    }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'soldOut' }
  | { readonly kind: 'waitlisted'; readonly reference: Reference | null; readonly position: number | null }
  | { readonly kind: 'rateLimited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'rejected'; readonly code: string | null }
  | { readonly kind: 'unknown'; readonly cause: UnknownCause }

export type OutcomeCounts = Readonly<Record<OutcomeKind, number>>

/** The words a person reads for each outcome. */
export const outcomeLabels: Readonly<Record<OutcomeKind, string>> = {
  booked: 'booked',
  conflict: 'conflict',
  soldOut: 'sold out',
  waitlisted: 'waitlisted',
  rateLimited: 'rate limited',
  rejected: 'rejected',
  unknown: 'unknown',
}
