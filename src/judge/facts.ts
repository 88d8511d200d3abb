import type { EventState, UserId } from '../booking/event.ts'
import type { Ledger } from '../booking/ledger.ts'
import type { Cancellation } from '../record/cancellation.ts'
import type { History } from '../record/history.ts'

/** What a user who looked at the event was shown. Times in microseconds since the gate opened. */
export interface EventRead {
  readonly user: number
  readonly sentUs: number
  readonly endedUs: number
  readonly available: number
  /** Null where the system does not say. */
  readonly version: number | null
}

/** Everything the judge may look at, for one round. Read only once the round was quiet. */
export interface RoundFacts {
  /** The event as it was before the first attempt. */
  readonly opening: EventState
  /** What the system says it sold since the opening, or why that could not be learnt. */
  readonly ledger: Ledger | { readonly unavailable: string }
  /**
   * The event as a look of its own showed it once the ledger was quiet, or why there was none. What the ledger says of
   * the event is another source, and the two may differ.
   */
  readonly closing: EventState | { readonly unavailable: string }
  readonly history: History
  /** When each attempt came to the step that raced, where its history counts from an earlier one. */
  readonly racedUs?: Float64Array
  /** True where an earlier step of a booking may hold seats, of which no entry tells. */
  readonly mayHold?: boolean
  /** Looks at the event while it was being sold, in the order in which they ended. */
  readonly reads: readonly EventRead[]
  /** Requests to give something back, in the order in which they ended. */
  readonly cancellations: readonly Cancellation[]
  /** How many users the plan had, and how many requests left: counted apart from the history, so that it can be checked. */
  readonly planned: { readonly users: number; readonly seatsOf: (user: number, operation: number) => number }
  readonly launchedAttempts: number
  /** The account each planned user booked with; several users share one in alternating mode. */
  readonly accountOf: (user: number) => UserId
  /** The idempotency key that an operation of a user carried, or null where none was sent. */
  readonly keyOf: (user: number, operation: number) => string | null
  /**
   * How long ledger and event were watched, unchanged, for the sake of requests that nobody had an answer to, or of
   * bookings that were promised and not to be seen; 0 without any.
   */
  readonly quietMs: number
  /** How long after the last answer the ledger was still seen to change; 0 where it was whole at once. */
  readonly lateMs: number
  /** True when the operator stopped the round early. */
  readonly interrupted: boolean
  /** True where the history breaks off, and some of what is missing may have given seats back. */
  readonly mayLackCancellations: boolean
}
