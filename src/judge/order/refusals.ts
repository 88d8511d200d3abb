import { outcomeKinds, type OutcomeKind } from '../../booking/outcome.ts'
import { attemptAt, type Attempt } from '../../record/attempt.ts'
import { placesWhere } from '../../record/places-where.ts'
import type { JudgedRound } from '../judged-round.ts'
import { allocateSightings, type Sightings } from './sightings.ts'
import type { WishAttempts } from './wishes.ts'

/** Definite refusals and the time within which each was decided, in columns: there may be nearly as many as attempts. */
export interface Refusals {
  /** The attempts, as indexes into the history. */
  readonly places: Uint32Array
  /** When the first attempt at the same wish was sent: a kept answer is repeated word for word, and may be that old. */
  readonly fromUs: Float64Array
}

export function refusalsOf(
  outcome: Extract<OutcomeKind, 'conflict' | 'soldOut'>,
  { facts: { history }, attempts: { operationAt } }: JudgedRound,
  wishes: WishAttempts,
): Refusals {
  const code = outcomeKinds.indexOf(outcome)
  const places = placesWhere(history.outcome, (outcomeCode) => outcomeCode === code)
  const fromUs = new Float64Array(places.length)
  for (let index = 0; index < places.length; index++) {
    fromUs[index] = history.sentUs[wishes.firstOf(operationAt[places[index] ?? -1] ?? 0)] ?? 0
  }
  return { places, fromUs }
}

/** Every `sold out` as a sighting that there was no room for so many; the attempts have the same indexes. */
export function sightRefusals(
  round: JudgedRound,
  wishes: WishAttempts,
): { readonly sightings: Sightings; readonly attemptOf: (sighting: number) => Attempt | null } {
  const { operations, attempts, facts } = round
  const { history } = facts
  const { places, fromUs } = refusalsOf('soldOut', round, wishes)
  const sightings = allocateSightings(places.length)
  sightings.fromUs.set(fromUs)
  for (let index = 0; index < places.length; index++) {
    const place = places[index] ?? -1
    sightings.seats[index] = operations[attempts.operationAt[place] ?? -1]?.seats ?? 0
    sightings.untilUs[index] = history.endedUs[place] ?? 0
  }
  const attemptOf = (sighting: number): Attempt | null => {
    const place = places[sighting]
    return place === undefined ? null : attemptAt(history, place)
  }
  return { sightings, attemptOf }
}
