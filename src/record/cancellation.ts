import type { CancelOutcome } from '../booking/cancellation.ts'
import type { Reference } from '../booking/event.ts'

/** One request to give something back, and what its user was told. Times in microseconds since the gate opened. */
export interface Cancellation {
  /** Who asked, whether or not it is theirs. */
  readonly user: number
  /** Which of the user's requests about this reference it was, from 1. */
  readonly attempt: number
  /** The number of the follow-up, from 1. */
  readonly step: number
  readonly reference: Reference
  /** Read just before the write that sent it. */
  readonly sentUs: number
  /** When the answer had been read, or the user gave up on it. */
  readonly endedUs: number
  /** The HTTP status, 0 where no answer came. */
  readonly status: number
  readonly outcome: CancelOutcome
}
