import { userId, type EventState, type Reference, type UserId } from './event.ts'

/**
 * - `booked`: seats were taken.
 * - `cancelled`: a booking gave its seats back, or a waitlisted user left the queue (then `seats` is what was waited for
 *   and `available` does not change).
 * - `waitlisted`: a user joined the queue of a full event; no seats were taken.
 * - `promoted`: a waitlisted user was given seats, under the reference of the waitlist entry.
 */
export const ledgerKinds = ['booked', 'cancelled', 'waitlisted', 'promoted'] as const
export type LedgerKind = (typeof ledgerKinds)[number]

/** One change of an event, as the system that sold the seats wrote it down. */
export interface LedgerEntry {
  /** The version of the event that this entry installed. */
  readonly version: number
  readonly kind: LedgerKind
  readonly reference: Reference
  readonly userId: UserId
  readonly seats: number
  /** Seats left once this entry was applied; null where the system does not say. */
  readonly available: number | null
  /** When it was written, in ISO 8601. */
  readonly at: string
  /** The Idempotency-Key of the request that caused it, where one was sent. */
  readonly key?: string
}

/** What the system says it sold: the event as it stands, and every entry in version order. */
export interface Ledger {
  readonly event: EventState
  readonly entries: readonly LedgerEntry[]
}

/** The account that entries share of which nobody can say whose they are. */
export const unnamed = userId('unnamed')
