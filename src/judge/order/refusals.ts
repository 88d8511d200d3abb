import { outcomeKinds, type OutcomeKind } from '../../booking/outcome.ts'
import { attemptAt, type Attempt } from '../../record/attempt.ts'
import type { JudgedRound } from '../judged-round.ts'
import { allocateSightings, type Sightings } from './sightings.ts'
import type { WishAttempts } from './wishes.ts'

/** A definite no, and the time within which it was decided. */
export interface Refusal {
  /** The attempt, as an index into the history. */
  readonly place: number
  /** The seats that were asked for. */
  readonly seats: number
  /** When the first attempt at the same wish was sent: a kept answer is repeated word for word, and may be that old. */
  readonly fromUs: number
}

export function* refusalsOf(
  outcome: Extract<OutcomeKind, 'conflict' | 'soldOut'>,
  { facts: { history }, operations }: JudgedRound,
  wishes: WishAttempts,
): Generator<Refusal> {
  const code = outcomeKinds.indexOf(outcome)
  for (const operation of operations) {
    const places = operation.places.filter((place) => history.outcome[place] === code)
    if (places.length === 0) continue
    const fromUs = history.sentUs[wishes(operation).first] ?? 0
    for (const place of places) yield { place, seats: operation.seats, fromUs }
  }
}

/** Every `sold out` as a sighting that there was no room for so many; the attempts have the same indexes. */
export function sightRefusals(
  round: JudgedRound,
  wishes: WishAttempts,
): { readonly sightings: Sightings; readonly attemptOf: (sighting: number) => Attempt | null } {
  const { history } = round.facts
  const soldOut = outcomeKinds.indexOf('soldOut')
  const places = new Uint32Array(history.outcome.reduce((sum, code) => (code === soldOut ? sum + 1 : sum), 0))
  const sightings = allocateSightings(places.length)
  let index = 0
  for (const { place, seats, fromUs } of refusalsOf('soldOut', round, wishes)) {
    places[index] = place
    sightings.seats[index] = seats
    sightings.fromUs[index] = fromUs
    sightings.untilUs[index] = history.endedUs[place] ?? 0
    index++
  }
  const attemptOf = (sighting: number): Attempt | null => {
    const place = places[sighting]
    return place === undefined ? null : attemptAt(history, place)
  }
  return { sightings, attemptOf }
}
