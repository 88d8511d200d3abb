import type { Attempt } from '../../record/attempt.ts'
import { witness } from '../evidence.ts'
import type { Witness } from '../rule.ts'
import { numberAt } from './columns.ts'
import type { Placements, Sightings } from './sightings.ts'
import type { Stock } from './stock.ts'
import { attemptsAround, entriesAround, momentText, spanText, spanWithin } from './telling.ts'
import type { Timeline } from './timeline.ts'
import type { Windows } from './windows.ts'

/** Sightings that were placed, with what says who saw what. */
export interface PlacedSightings {
  readonly timeline: Timeline
  readonly windows: Windows
  readonly stock: Stock
  readonly sightings: Sightings
  readonly placements: Placements
  /** `user 7 was shown 2 seats left`, by index. */
  readonly tell: (sighting: number) => string
  /** The attempt behind a sighting, where it was one. */
  readonly attemptOf: (sighting: number) => Attempt | null
}

/** The sightings that were true at no moment of their time. */
export function unplacedOf({ slot }: Placements): readonly number[] {
  return [...slot.keys()].filter((sighting) => slot[sighting] === -1)
}

/** Why a sighting was true at no moment of its time. */
export function witnessOfUnplaced(placed: PlacedSightings, sighting: number): Witness {
  const { timeline, windows, stock, sightings, placements, tell, attemptOf } = placed
  const fromUs = numberAt(sightings.fromUs, sighting)
  const untilUs = numberAt(sightings.untilUs, sighting)
  const behind = numberAt(placements.behind, sighting)
  const afterSlot = behind < 0 ? 0 : numberAt(placements.slot, behind)
  const span = spanWithin(windows, { fromUs, untilUs, afterSlot })
  const since = behind < 0 ? '' : `, after ${tell(behind)} at ${momentText(numberAt(sightings.untilUs, behind))}`
  const claim =
    `${tell(sighting)} between ${momentText(fromUs)} and ${momentText(untilUs)}, but ` +
    `${spanText(timeline, stock, span)}${since}`
  const attempts = [
    attemptOf(sighting) ?? [],
    behind < 0 ? [] : (attemptOf(behind) ?? []),
    attemptsAround(timeline, windows, { ...span, fromUs, untilUs }),
  ]
  return witness(claim, attempts.flat(), entriesAround(timeline, span))
}
