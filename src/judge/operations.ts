import type { UserId } from '../booking/event.ts'
import type { Attempt } from '../record/attempt.ts'
import type { Acknowledgement } from '../record/history.ts'

/** An attempt that was told it had won something. */
export interface AcknowledgedAttempt extends Attempt {
  /** Its place among all that was told, in the order of the operations. */
  readonly telling: number
  /** The attempt as an index into the history. */
  readonly place: number
  /** What its user had set out to do. */
  readonly whole: Operation
  readonly acknowledged: Acknowledgement
}

/** What one user set out to do once, with every attempt at it. */
export interface Operation {
  /** Its place among the operations of the round, from 0. */
  readonly number: number
  readonly user: number
  readonly account: UserId
  /** The idempotency key that all of its attempts carried. Keys of different accounts have nothing to do with each other. */
  readonly key: string | null
  /** The same number for operations that are to be answered alike: those that sent the same key from the same account. */
  readonly wish: number
  /** The seats it asked for. */
  readonly seats: number
  /** In the order in which they ended. Made anew whenever asked for, as `refused` is: `places` cost less. */
  readonly attempts: readonly [Attempt, ...Attempt[]]
  /** The same attempts as indexes into the history. */
  readonly places: readonly [number, ...number[]]
  readonly acknowledged: readonly AcknowledgedAttempt[]
  /** Attempts that a definite answer turned away. */
  readonly refused: readonly Attempt[]
  /** True where every answer was a definite refusal, so that nothing may have come of it. */
  readonly wasRefused: boolean
  /**
   * How many entries it may have made under a reference that it never learnt: one for each attempt without a
   * trustworthy answer, and one for each acknowledgement that broke off too early.
   */
  readonly nameless: number
}

export const wasRefused = (operation: Operation): boolean => operation.wasRefused

export const wishOf = ({ wish }: Operation): number => wish
