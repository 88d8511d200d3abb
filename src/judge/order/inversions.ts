import { countingSort } from '../counting-sort.ts'
import { ascending, numberAt } from './columns.ts'
import type { Tagged } from './tagged.ts'

/** Two operations, by index, that took effect in the one order and happened in the other. */
export interface Inversion {
  /** It began when the other had ended, and yet has the earlier place. */
  readonly late: number
  /** Of all that has a later place, it ended first. */
  readonly ahead: number
}

/**
 * Every operation that began after one with a later place had ended: one sweep from the last place down to the first.
 * None means that the versions are an order in which everything can have happened. A read of a version comes after the
 * write that installed it; the reads of one version have no order among themselves.
 * @returns one inversion for each such operation, the earliest place first
 * @see docs/judge.md for why this misses none
 */
export function findInversions(tagged: Tagged): readonly Inversion[] {
  const { fromUs, untilUs } = tagged
  const places = placesOf(tagged)
  const order = inOrderOf(places)
  const found: Inversion[] = []
  let ahead = -1
  let endedUs = Infinity
  for (let end = order.length; end > 0;) {
    const start = startOfPlace(places, order, end)
    for (let next = start; next < end; next++) {
      const late = numberAt(order, next)
      if (endedUs < numberAt(fromUs, late)) found.push({ late, ahead })
    }
    for (let next = start; next < end; next++) {
      const operation = numberAt(order, next)
      const until = numberAt(untilUs, operation)
      if (until < endedUs) {
        ahead = operation
        endedUs = until
      }
    }
    end = start
  }
  return found.toReversed()
}

/** Nearly always each place is taken by a few operations, and then nothing has to be compared. */
function inOrderOf(places: Float64Array): Uint32Array {
  let most = 0
  let least = 0
  for (const place of places) {
    most = Math.max(most, place)
    least = Math.min(least, place)
  }
  const isDense = least === 0 && most < placesPerOperation * places.length
  return isDense ? countingSort(new Uint32Array(places), most + 1).order : ascending(places)
}

/** A read of a version comes right after the write that installed it. */
function placesOf({ slot, isWrite }: Tagged): Float64Array {
  const places = new Float64Array(slot.length)
  for (let index = 0; index < places.length; index++) {
    places[index] = numberAt(slot, index) * 2 + (isWrite[index] === 1 ? 0 : 1)
  }
  return places
}

const placesPerOperation = 8

/** @param end just past the last operation of a place, among the operations in the order of their places */
function startOfPlace(places: Float64Array, order: Uint32Array, end: number): number {
  const place = numberAt(places, numberAt(order, end - 1))
  let start = end - 1
  while (start > 0 && numberAt(places, numberAt(order, start - 1)) === place) start--
  return start
}
