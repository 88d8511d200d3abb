import type { Outcome } from '../booking/outcome.ts'

/** One request of one user and what it came to. Times are microseconds since the gate opened. */
export interface EndedAttempt {
  readonly user: number
  /** Which try of this user this was, from 1. */
  readonly attempt: number
  /** Counts what this user set out to do, from 0: attempts of one operation share an idempotency key. */
  readonly operation: number
  /** The number of the follow-up, from 1; left out for the burst. */
  readonly step?: number
  /** When the plan or the retry policy wanted it sent. */
  readonly plannedUs: number
  /** Read just before the write that sent it: of several steps, the one that races. */
  readonly sentUs: number
  /** When its first step was sent, where that was before `sentUs`. */
  readonly beganUs?: number
  /** When the answer had been read, or the user gave up on it. */
  readonly endedUs: number
  /** The HTTP status, 0 where no answer came. */
  readonly status: number
  readonly outcome: Outcome
}

/** Where attempts go as they end. Called between two turns of the burst, so it must be quick. */
export type AttemptSink = (attempt: EndedAttempt) => void
