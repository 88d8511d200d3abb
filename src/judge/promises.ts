import { groupBy } from './group.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from './operations.ts'

/** A booking that somebody was told of. */
interface BookingPromise {
  readonly attempt: AcknowledgedAttempt
  readonly seats: number
}

/** What the answers alone tell of the seats that were taken. */
export interface AnsweredBookings {
  /** One for each wish that was told it is booked: whoever is answered twice was promised the seats once. */
  readonly promised: readonly BookingPromise[]
  /** The seats of every booking that may have been made besides, without its user learning of it. */
  readonly possible: readonly number[]
}

export function answeredBookings(operations: readonly Operation[]): AnsweredBookings {
  // A wish of which every answer was a refusal was promised nothing, and nothing can have come of it.
  const telling = operations.filter(({ wasRefused }) => !wasRefused)
  const wishes = [...groupBy(telling, wishOf).values()]
  const answered = wishes.map((wish) => ({ wish, promise: promiseOf(wish) }))
  return {
    promised: answered.flatMap(({ promise }) => promise ?? []),
    possible: answered.flatMap(({ wish, promise }) => possibleIn(wish, promise)),
  }
}

function promiseOf(wish: readonly Operation[]): BookingPromise | null {
  const told = wish.flatMap(({ acknowledged, seats: asked }) =>
    acknowledged.flatMap((attempt) =>
      attempt.acknowledged.kind === 'booked' ? { attempt, seats: attempt.acknowledged.seats ?? asked } : [],
    ),
  )
  return told.find(({ attempt }) => attempt.acknowledged.reference !== null) ?? told[0] ?? null
}

/** Of the bookings without a name, one may be the one that was promised. */
function possibleIn(wish: readonly [Operation, ...Operation[]], promise: BookingPromise | null): readonly number[] {
  const seats = wish.flatMap((operation) => Array.from({ length: operation.nameless }, () => operation.seats))
  return promise !== null && promise.attempt.acknowledged.reference === null ? seats.slice(1) : seats
}
