import type { Outcome } from '../booking/outcome.ts'

/** An answer that gave its user something: what the system acknowledged. */
export type Acknowledgement = Extract<Outcome, { readonly kind: 'booked' | 'waitlisted' }>

/**
 * Every attempt of a round as its user saw it, in columns: index `i` is one attempt in each of them, in the order in
 * which attempts ended. Times are microseconds since the gate opened, on one monotonic clock.
 */
export interface History {
  readonly length: number
  /** The plan's number of the user, from 0. */
  readonly user: Uint32Array
  /** Which try of this user this was, from 1. */
  readonly attempt: Uint32Array
  /** Counts what this user set out to do, from 0: attempts that share an operation shared an idempotency key. */
  readonly operation: Uint32Array
  /** 0 for the burst, and for what follows it the number of the follow-up, from 1. */
  readonly step: Uint8Array
  /** An index into `outcomeKinds`. */
  readonly outcome: Uint8Array
  /** The HTTP status, 0 where no answer came. */
  readonly status: Uint16Array
  /** An index into `unknownCauses`; meaningful only where the outcome is `unknown`. */
  readonly cause: Uint8Array
  /** One more than an index into `codes`, for a `rejected` whose answer named a code; 0 otherwise. */
  readonly code: Uint16Array
  readonly codes: readonly string[]
  /** When the plan or the retry policy wanted it sent. */
  readonly plannedUs: Float64Array
  /** Read just before the write that sent it. */
  readonly sentUs: Float64Array
  /** When its first step was sent; left out where no attempt took a step before the one that raced. */
  readonly beganUs?: Float64Array
  /** When the answer had been read, or the user gave up on it. */
  readonly endedUs: Float64Array
  /** One more than an index into `acknowledgements`, for a `booked` and a `waitlisted`; 0 where nothing was given. */
  readonly told: Uint32Array
  /** What the system acknowledged, in the order of the attempts. */
  readonly acknowledgements: readonly Acknowledgement[]
}

/** What the system acknowledged in its answer to an attempt, or null. */
export function acknowledgedAt({ told, acknowledgements }: History, index: number): Acknowledgement | null {
  const number = told[index] ?? 0
  return number === 0 ? null : (acknowledgements[number - 1] ?? null)
}
