import type { OutcomeCounts, OutcomeKind } from '../booking/outcome.ts'
import { attemptAt, attemptsOf, type Attempt } from './attempt.ts'
import type { History } from './history.ts'

/** Requests, by what each came to. */
export function tallyAttempts(history: History): OutcomeCounts {
  return countOutcomes(attemptsOf(history))
}

/**
 * Users, by how each ended; a user who never got to send anything is not among them.
 * An acknowledgement settles a user, `booked` before `waitlisted`. Without one, an attempt whose outcome is unknown
 * leaves the user unknown whatever was answered later: a refused retry does not undo a booking that may have been made.
 * Otherwise the last attempt says how the user ended.
 */
export function tallyUsers(history: History): OutcomeCounts {
  /** The attempt that each user ended with, as an index into the history: a round may have 100,000 users. */
  const endings = new Map<number, number>()
  for (let index = 0; index < history.length; index++) {
    const { user } = attemptAt(history, index)
    const ending = endings.get(user)
    if (ending === undefined || outranks(attemptAt(history, index), attemptAt(history, ending)))
      endings.set(user, index)
  }
  return countOutcomes(attemptsAt(history, endings.values()))
}

function* attemptsAt(history: History, indexes: Iterable<number>): Generator<Attempt> {
  for (const index of indexes) yield attemptAt(history, index)
}

function outranks(attempt: Attempt, other: Attempt): boolean {
  const difference = weightOf(attempt.outcome) - weightOf(other.outcome)
  return difference === 0 ? attempt.attempt > other.attempt : difference > 0
}

function weightOf(outcome: OutcomeKind): number {
  switch (outcome) {
    case 'booked':
      return 3
    case 'waitlisted':
      return 2
    case 'unknown':
      return 1
    case 'conflict':
    case 'soldOut':
    case 'rateLimited':
    case 'rejected':
      return 0
  }
}

function countOutcomes(attempts: Iterable<Attempt>): OutcomeCounts {
  const counts: Record<OutcomeKind, number> = {
    booked: 0,
    conflict: 0,
    soldOut: 0,
    waitlisted: 0,
    rateLimited: 0,
    rejected: 0,
    unknown: 0,
  }
  for (const { outcome } of attempts) counts[outcome] += 1
  return counts
}
