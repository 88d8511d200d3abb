import type { OutcomeCounts, OutcomeKind } from '../booking/outcome.ts'
import { attemptsOf, type Attempt } from './attempt.ts'
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
  const endings = new Map<number, Attempt>()
  for (const attempt of attemptsOf(history)) {
    const ending = endings.get(attempt.user)
    if (!ending || outranks(attempt, ending)) endings.set(attempt.user, attempt)
  }
  return countOutcomes(endings.values())
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
