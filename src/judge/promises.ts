import { groupBy } from './group.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from './operations.ts'
import type { Wishes } from './wishes.ts'

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

export function answeredBookings(operations: readonly Operation[], { shared }: Wishes): AnsweredBookings {
  // A wish of which every answer was a refusal was promised nothing, and nothing can have come of it.
  const telling = operations.filter(({ wasRefused }) => !wasRefused)
  const promised: BookingPromise[] = []
  const possible: number[] = []
  for (const wish of shared.length === 0 ? alone(telling) : groupBy(telling, wishOf).values()) {
    const promises = promisesOf(wish)
    promised.push(...promises)
    possible.push(...possibleIn(wish, promises))
  }
  return { promised, possible }
}

/** There may be a million of them, and no need to keep a list of each. */
function* alone(operations: readonly Operation[]): Generator<[Operation]> {
  for (const operation of operations) yield [operation]
}

function promisesOf(wish: readonly Operation[]): readonly BookingPromise[] {
  const told: BookingPromise[] = []
  for (const operation of wish) {
    for (const attempt of operation.acknowledged) {
      const { acknowledged } = attempt
      if (acknowledged.kind === 'booked') told.push({ attempt, seats: acknowledged.seats ?? operation.seats })
    }
  }
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
  const seats: number[] = []
  for (const operation of wish) for (let left = operation.nameless; left > 0; left--) seats.push(operation.seats)
  return promises.length > 0 && !promises.some(isNamed) ? seats.slice(1) : seats
}
