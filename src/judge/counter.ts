import type { EventState } from '../booking/event.ts'
import type { RoundFacts } from './facts.ts'
import type { JudgedLedger, JudgedRound } from './judged-round.ts'
import { groupBy } from './group.ts'

/** How many seats are gone since the opening, by what the event shows as available. A raised capacity is no sale. */
export function seatsTaken(shown: EventState, opening: EventState): number {
  return opening.available + (shown.capacity - opening.capacity) - shown.available
}

/** What the answers say of how many seats are gone. */
export interface AnsweredSeats {
  /** At least so many. One reference is one booking, whoever was told of it. */
  readonly certain: number
  /** The seats of every booking that may have been made besides. */
  readonly possible: readonly number[]
  /** The latest version that a booking was told to have installed; null where none was. */
  readonly version: number | null
}

/** Users of a run only book, so that no seat comes back. */
export function answeredSeats({ answered: { promised, possible } }: JudgedRound): AnsweredSeats {
  const bookings = groupBy(promised, ({ attempt }) => attempt.acknowledged.reference ?? attempt)
  const told = promised.flatMap(({ attempt: { acknowledged } }) =>
    acknowledged.kind === 'booked' && acknowledged.version !== null ? acknowledged.version : [],
  )
  return {
    certain: Array.from(bookings.values(), ([{ seats }]) => seats).reduce((sum, seats) => sum + seats, 0),
    possible,
    version: told.length === 0 ? null : told.reduce((latest, version) => Math.max(latest, version)),
  }
}

/** Whether a look came after the ledger and shows the event as it was before, such as out of a cache. */
export function isOlderThanLedger(closing: RoundFacts['closing'], { event }: Pick<JudgedLedger, 'event'>): boolean {
  return !('unavailable' in closing) && closing.version < event.version
}

/** Whether a look shows the event as it was before a booking that had been told of. */
export function isOlderThanAnswers(closing: EventState, { version }: AnsweredSeats): boolean {
  return version !== null && closing.version < version
}
