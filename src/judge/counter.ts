import type { EventState, Reference } from '../booking/event.ts'
import type { RoundFacts } from './facts.ts'
import type { JudgedLedger, JudgedRound } from './judged-round.ts'
import { groupBy } from './group.ts'
import type { AcknowledgedAttempt, Operation } from './operations.ts'
import { seatsOf } from './promises.ts'

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

/**
 * Seats that may have been given back may be gone or not, and so may those that whoever waits may have moved up to; seats
 * that were given back for certain are not.
 */
export function answeredSeats({ answered: { promised, possible }, facts, operations }: JudgedRound): AnsweredSeats {
  const bookings = Array.from(
    groupBy(promised, (promise) => promise.acknowledged.reference ?? promise).values(),
    ([booking]) => booking,
  )
  const returned = returnsOf(facts)
  const fateOf = ({ acknowledged }: AcknowledgedAttempt) =>
    (acknowledged.reference === null ? undefined : returned.get(acknowledged.reference)) ?? 'kept'
  const told = promised.flatMap(({ acknowledged }) =>
    acknowledged.kind === 'booked' && acknowledged.version !== null ? acknowledged.version : [],
  )
  return {
    certain: bookings
      .filter((booking) => fateOf(booking) === 'kept')
      .reduce((sum, booking) => sum + seatsOf(booking), 0),
    possible: [
      ...possible,
      ...bookings.filter((booking) => fateOf(booking) === 'unclear').map(seatsOf),
      ...(returned.size > 0 ? waitedFor(operations) : []),
    ],
    version: told.length === 0 ? null : told.reduce((latest, version) => Math.max(latest, version)),
  }
}

/** What became of each reference that somebody asked to cancel, unless every such request was refused. */
function returnsOf({ cancellations }: RoundFacts): ReadonlyMap<Reference, 'returned' | 'unclear'> {
  const returned = new Map<Reference, 'returned' | 'unclear'>()
  for (const { reference, outcome } of cancellations) {
    if (outcome.kind === 'cancelled') returned.set(reference, 'returned')
    else if (outcome.kind !== 'refused' && !returned.has(reference)) returned.set(reference, 'unclear')
  }
  return returned
}

const waitedFor = (operations: readonly Operation[]): readonly number[] =>
  operations
    .filter(({ acknowledged }) => acknowledged.some(({ outcome }) => outcome === 'waitlisted'))
    .map(({ seats }) => seats)

/** Whether a look came after the ledger and shows the event as it was before, such as out of a cache. */
export function isOlderThanLedger(closing: RoundFacts['closing'], { event }: Pick<JudgedLedger, 'event'>): boolean {
  return !('unavailable' in closing) && closing.version < event.version
}

/** Whether a look shows the event as it was before a booking that had been told of. */
export function isOlderThanAnswers(closing: EventState, { version }: AnsweredSeats): boolean {
  return version !== null && closing.version < version
}
