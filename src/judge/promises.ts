import { groupBy } from './group.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from './operations.ts'
import type { Wishes } from './wishes.ts'

/** What the answers alone tell of the seats that were taken. */
export interface AnsweredBookings {
  /**
   * An answer for each booking that a wish was told of: whoever is answered twice with one reference was promised the
   * seats once, and whoever sent the same again without a key may have been given two.
   */
  readonly promised: readonly AcknowledgedAttempt[]
  /** How many seats that makes. */
  readonly seats: number
  /** The seats of every booking that may have been made besides, without its user learning of it. */
  readonly possible: readonly number[]
}

export function answeredBookings(operations: readonly Operation[], { shared }: Wishes): AnsweredBookings {
  // A wish of which every answer was a refusal was promised nothing, and nothing can have come of it.
  const telling = operations.filter(({ wasRefused }) => !wasRefused)
  const promised: AcknowledgedAttempt[] = []
  const possible: number[] = []
  for (const wish of shared.length === 0 ? alone(telling) : groupBy(telling, wishOf).values()) {
    const promises = promisesOf(wish)
    for (const promise of promises) promised.push(promise)
    addPossible(possible, wish, promises)
  }
  return { promised, seats: promised.reduce((sum, promise) => sum + seatsOf(promise), 0), possible }
}

/** The seats that an answer promised: as many as were asked for, where it does not say. */
export function seatsOf({ acknowledged, whole }: AcknowledgedAttempt): number {
  return (acknowledged.kind === 'booked' ? acknowledged.seats : null) ?? whole.seats
}

/** There may be a million of them, and no need to keep a list of each. */
function* alone(operations: readonly Operation[]): Generator<[Operation]> {
  for (const operation of operations) yield [operation]
}

function promisesOf(wish: readonly Operation[]): readonly AcknowledgedAttempt[] {
  const told: AcknowledgedAttempt[] = []
  for (const { acknowledged } of wish) for (const answer of acknowledged) if (isBooking(answer)) told.push(answer)
  if (told.length < 2) return told
  const named = told.filter(isNamed)
  if (named.length === 0) return told.slice(0, 1)
  return Array.from(groupBy(named, ({ acknowledged }) => acknowledged.reference).values(), ([first]) => first)
}

const isBooking = ({ acknowledged }: AcknowledgedAttempt): boolean => acknowledged.kind === 'booked'

const isNamed = ({ acknowledged }: AcknowledgedAttempt): boolean => acknowledged.reference !== null

/** Of the bookings without a name, one may be the one that was promised. */
function addPossible(possible: number[], wish: readonly Operation[], promises: readonly AcknowledgedAttempt[]): void {
  let isPromised = promises.some((promise) => !isNamed(promise))
  for (const operation of wish) {
    for (let left = operation.nameless; left > 0; left--) {
      if (!isPromised) possible.push(operation.seats)
      isPromised = false
    }
  }
}
