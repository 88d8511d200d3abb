import type { UserId } from '../booking/event.ts'
import type { OutcomeKind } from '../booking/outcome.ts'
import { attemptsOf, type Attempt } from '../record/attempt.ts'
import type { Acknowledgement } from '../record/history.ts'
import type { RoundFacts } from './facts.ts'
import { groupBy } from './group.ts'

/** An attempt that was told it had won something. */
export interface AcknowledgedAttempt extends Attempt {
  readonly acknowledged: Acknowledgement
}

/** What one user set out to do once, with every attempt at it. */
export interface Operation {
  readonly user: number
  readonly account: UserId
  /** The idempotency key that all of its attempts carried. Keys of different accounts have nothing to do with each other. */
  readonly key: string | null
  /** The seats it asked for. */
  readonly seats: number
  /** In the order in which they ended. */
  readonly attempts: readonly [Attempt, ...Attempt[]]
  readonly acknowledged: readonly AcknowledgedAttempt[]
  /** Attempts that a definite answer turned away. */
  readonly refused: readonly Attempt[]
  /**
   * How many entries it may have made under a reference that it never learnt: one for each attempt without a
   * trustworthy answer, and one for each acknowledgement that broke off too early.
   */
  readonly nameless: number
}

/** Groups the attempts of a round by what their users set out to do. */
export function groupOperations({ history, planned, accountOf, keyOf }: RoundFacts): readonly Operation[] {
  const groups = groupBy(attemptsOf(history), ({ user, operation }) => `${user}/${operation}`)
  return Array.from(groups.values(), (attempts) => {
    const [{ user, operation }] = attempts
    const refused = attempts.filter(({ outcome }) => isRefusal(outcome))
    const acknowledged = attempts.filter(isAcknowledged)
    const named = acknowledged.filter((attempt) => attempt.acknowledged.reference !== null)
    return {
      user,
      account: accountOf(user),
      key: keyOf(user, operation),
      seats: planned.seatsOf(user, operation),
      attempts,
      acknowledged,
      refused,
      nameless: attempts.length - refused.length - named.length,
    }
  })
}

/** True where every answer was a definite refusal, so that nothing may have come of it. */
export function wasRefused({ attempts, refused }: Operation): boolean {
  return refused.length === attempts.length
}

/** The same for operations that are to be answered alike: those that sent the same key from the same account. */
export function wishOf({ account, key, user, attempts: [{ operation }] }: Operation): string {
  return JSON.stringify(key === null ? [user, operation] : [account, key])
}

function isAcknowledged(attempt: Attempt): attempt is AcknowledgedAttempt {
  return attempt.acknowledged !== null
}

function isRefusal(outcome: OutcomeKind): boolean {
  switch (outcome) {
    case 'conflict':
    case 'soldOut':
    case 'rateLimited':
    case 'rejected':
      return true
    case 'booked':
    case 'waitlisted':
    case 'unknown':
      return false
  }
}
