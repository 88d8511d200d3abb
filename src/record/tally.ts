import { outcomeKinds, type OutcomeCounts, type OutcomeKind } from '../booking/outcome.ts'
import type { History } from './history.ts'

/** Requests, by what each came to. */
export function tallyAttempts(history: History): OutcomeCounts {
  return countOutcomes(history.outcome)
}

/**
 * Users, by how each ended; a user who never got to send anything is not among them.
 * An acknowledgement settles a user, `booked` before `waitlisted`. Without one, an attempt whose outcome is unknown
 * leaves the user unknown whatever was answered later: a refused retry does not undo a booking that may have been made.
 * Otherwise the last attempt says how the user ended.
 */
export function tallyUsers(history: History): OutcomeCounts {
  return countOutcomes(Uint8Array.from(endingsOf(history), (place) => history.outcome[place] ?? 0))
}

/** The attempt that each user ended with, as an index into the history. */
function endingsOf({ user, attempt, outcome, length }: History): Uint32Array {
  const weights = outcomeKinds.map(weightOf)
  const outranks = (place: number, other: number): boolean => {
    const difference = (weights[outcome[place] ?? 0] ?? 0) - (weights[outcome[other] ?? 0] ?? 0)
    return difference === 0 ? (attempt[place] ?? 0) > (attempt[other] ?? 0) : difference > 0
  }
  // Counted from 1, so that 0 is a user of whom there is none.
  const endings = new Uint32Array(user.reduce((most, number) => Math.max(most, number + 1), 0))
  for (let place = 0; place < length; place++) {
    const number = user[place] ?? 0
    const ending = endings[number] ?? 0
    if (ending === 0 || outranks(place, ending - 1)) endings[number] = place + 1
  }
  return endings.filter((ending) => ending > 0).map((ending) => ending - 1)
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

function countOutcomes(outcomes: Uint8Array): OutcomeCounts {
  const counts: Record<OutcomeKind, number> = {
    booked: 0,
    conflict: 0,
    soldOut: 0,
    waitlisted: 0,
    rateLimited: 0,
    rejected: 0,
    unknown: 0,
  }
  // By code first: a name for each attempt would take longer than to count them.
  const byCode = new Float64Array(outcomeKinds.length)
  for (let index = 0; index < outcomes.length; index++) {
    const code = outcomes[index] ?? 0
    byCode[code] = (byCode[code] ?? 0) + 1
  }
  for (const [code, kind] of outcomeKinds.entries()) counts[kind] = byCode[code] ?? 0
  return counts
}
