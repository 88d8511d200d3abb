import type { OutcomeKind } from '../../booking/outcome.ts'
import type { Attempt } from '../../record/attempt.ts'
import type { Operation } from '../operations.ts'
import { allocateSightings, type Sightings } from './sightings.ts'
import type { Wishes } from './wishes.ts'

/** A definite no, and the time within which it was decided. */
export interface Refusal {
  readonly attempt: Attempt
  /** The seats that were asked for. */
  readonly seats: number
  /** When the first attempt at the same wish was sent: a kept answer is repeated word for word, and may be that old. */
  readonly fromUs: number
}

export function* refusalsOf(
  outcome: Extract<OutcomeKind, 'conflict' | 'soldOut'>,
  operations: readonly Operation[],
  wishes: Wishes,
): Generator<Refusal> {
  for (const operation of operations) {
    for (const attempt of operation.refused) {
      if (attempt.outcome !== outcome) continue
      yield { attempt, seats: operation.seats, fromUs: wishes(operation).first.sentUs }
    }
  }
}

/** Every `sold out` as a sighting that there was no room for so many; the attempts have the same indexes. */
export function sightRefusals(
  operations: readonly Operation[],
  wishes: Wishes,
): { readonly sightings: Sightings; readonly attempts: readonly Attempt[] } {
  const attempts = operations.flatMap(({ refused }) => refused.filter(({ outcome }) => outcome === 'soldOut'))
  const sightings = allocateSightings(attempts.length)
  let index = 0
  for (const { attempt, seats, fromUs } of refusalsOf('soldOut', operations, wishes)) {
    sightings.seats[index] = seats
    sightings.fromUs[index] = fromUs
    sightings.untilUs[index] = attempt.endedUs
    index++
  }
  return { sightings, attempts }
}
