import { once } from '../once.ts'
import { ascending, numberAt } from './columns.ts'
import { searchEqual, searchOnceBelow, type Stock } from './stock.ts'
import type { Intervals } from './tagged.ts'
import { firstSlotFrom, lastSlotUntil, type Windows } from './windows.ts'

/** Answers that tell how many seats were left and not at which version, in columns. */
export interface Sightings extends Intervals {
  readonly seats: Float64Array
  /** 1 where just so many seats were left, 0 where there was no room for so many. */
  readonly isExact: Uint8Array
}

export interface Placements {
  /** The earliest slot at which each can have been true; -1 where there is none within its time. */
  readonly slot: Int32Array
  /** The earlier sighting that keeps it from being placed any sooner; -1 where time alone does. */
  readonly behind: Int32Array
}

export function allocateSightings(length: number): Sightings {
  return {
    seats: new Float64Array(length),
    isExact: new Uint8Array(length),
    fromUs: new Float64Array(length),
    untilUs: new Float64Array(length),
  }
}

/** The sightings of both, those of the first keeping their index. */
export function joinSightings(first: Sightings, second: Sightings): Sightings {
  const joined = allocateSightings(first.seats.length + second.seats.length)
  for (const column of ['seats', 'isExact', 'fromUs', 'untilUs'] as const) {
    joined[column].set(first[column])
    joined[column].set(second[column], first.seats.length)
  }
  return joined
}

/**
 * Gives each sighting the earliest slot at which it can have been true: at which its time allows it, and which is no
 * earlier than that of any sighting that had ended before. One that finds none holds nobody back.
 * @param windows of tagged operations without an inversion among them
 * @see docs/judge.md for why all of them fit if any assignment does
 */
export function placeSightings(sightings: Sightings, windows: Windows, stock: Stock): Placements {
  const { seats, isExact, fromUs, untilUs } = sightings
  // Each takes a while to make where there are many slots, and is made only for those who ask.
  const below = once(() => searchOnceBelow(stock.room))
  const exact = once(() => searchEqual(stock.available))
  const slot = new Int32Array(seats.length).fill(-1)
  const behind = new Int32Array(seats.length).fill(-1)
  const ends = ascending(untilUs)
  let ended = 0
  let latest = -1
  for (const sighting of ascending(fromUs)) {
    const from = numberAt(fromUs, sighting)
    // Whatever ended before this one began also began before it, so it has its slot by now.
    for (let end = ends[ended]; end !== undefined && numberAt(untilUs, end) < from; end = ends[++ended]) {
      if (latest < 0 || numberAt(slot, end) > numberAt(slot, latest)) latest = end
    }
    const byTime = firstSlotFrom(windows, from)
    const byOrder = latest < 0 ? -1 : numberAt(slot, latest)
    if (byOrder > byTime) behind[sighting] = latest
    const search = isExact[sighting] === 1 ? exact() : below()
    const found = search(Math.max(byTime, byOrder), numberAt(seats, sighting))
    if (found <= lastSlotUntil(windows, numberAt(untilUs, sighting))) slot[sighting] = found
  }
  return { slot, behind }
}
