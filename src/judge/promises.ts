import { groupBy } from './group.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from './operations.ts'

/** A booking that somebody was told of. */
interface BookingPromise {
  readonly attempt: AcknowledgedAttempt
  readonly seats: number
}

/** What the answers alone tell of the seats that were taken. */
export interface AnsweredBookings {
  /**
   * One for each booking that a wish was told of: whoever is answered twice with one reference was promised the seats
   * once, and whoever sent the same again without a key may have been given two.
   */
  readonly promised: readonly BookingPromise[]
  /** The seats of every booking that may have been made besides, without its user learning of it. */
  readonly possible: readonly number[]
}

export function answeredBookings(operations: readonly Operation[]): AnsweredBookings {
  // A wish of which every answer was a refusal was promised nothing, and nothing can have come of it.
  const telling = operations.filter(({ wasRefused }) => !wasRefused)
  const answered = Array.from(groupBy(telling, wishOf).values(), (wish) => ({ wish, promises: promisesOf(wish) }))
  return {
    promised: answered.flatMap(({ promises }) => promises),
    possible: answered.flatMap(({ wish, promises }) => possibleIn(wish, promises)),
  }
}

function promisesOf(wish: readonly Operation[]): readonly BookingPromise[] {
  const told = wish.flatMap(({ acknowledged, seats: asked }) =>
    acknowledged.flatMap((attempt) =>
      attempt.acknowledged.kind === 'booked' ? { attempt, seats: attempt.acknowledged.seats ?? asked } : [],
    ),
  )
  if (told.length < 2) return told
  const named = told.filter(isNamed)
  if (named.length === 0) return told.slice(0, 1)
  return Array.from(groupBy(named, ({ attempt }) => attempt.acknowledged.reference).values(), ([first]) => first)
}

const isNamed = ({ attempt }: BookingPromise): boolean => attempt.acknowledged.reference !== null

/** Of the bookings without a name, one may be the one that was promised. */
function possibleIn(
  wish: readonly [Operation, ...Operation[]],
  promises: readonly BookingPromise[],
): readonly number[] {
  const seats = wish.flatMap((operation) => Array.from({ length: operation.nameless }, () => operation.seats))
  return promises.length > 0 && !promises.some(isNamed) ? seats.slice(1) : seats
}
