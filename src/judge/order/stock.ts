import type { EventState, Reference } from '../../booking/event.ts'
import type { JudgedLedger } from '../judged-round.ts'
import { ascending, numberAt, partition } from './columns.ts'

/** By slot, what the event had left. */
export interface Stock {
  readonly available: Float64Array
  /**
   * The largest party that can count on being served: none while somebody waits, or may wait, since nobody has to be
   * let past a queue.
   */
  readonly room: Float64Array
}

export function stockOf({ entries, heldAfter }: JudgedLedger, opening: EventState): Stock {
  const available = new Float64Array(entries.length + 1)
  // Who waited before the round is nowhere written; where nothing was sold yet, nobody had a reason to.
  const mayWait = opening.waitlist && opening.available < opening.capacity
  const queue = new Set<Reference>()
  const room = new Float64Array(available.length)
  for (let slot = 0; slot < room.length; slot++) {
    const entry = entries[slot - 1]
    // What an entry does not say is what its seats come to.
    available[slot] = entry ? (entry.available ?? opening.capacity - numberAt(heldAfter, slot - 1)) : opening.available
    if (entry?.kind === 'waitlisted') queue.add(entry.reference)
    else if (entry && queue.size > 0) queue.delete(entry.reference)
    room[slot] = mayWait || queue.size > 0 ? 0 : numberAt(available, slot)
  }
  return { available, room }
}

/** @returns the first slot, from one on, with a value below a limit; -1 where there is none */
export type SlotSearch = (from: number, value: number) => number

const searches = new WeakMap<Float64Array, SlotSearch>()

/** What `searchBelow` makes, made once for each column: with many slots it takes a while, and several rules search. */
export function searchOnceBelow(values: Float64Array): SlotSearch {
  const search = searches.get(values) ?? searchBelow(values)
  searches.set(values, search)
  return search
}

/** Finds slots with less than a limit, by descent in a tree that holds the least value below each of its nodes. */
export function searchBelow(values: Float64Array): SlotSearch {
  const leaves = 2 ** Math.ceil(Math.log2(Math.max(1, values.length)))
  const least = new Float64Array(leaves * 2).fill(Infinity)
  least.set(values, leaves)
  for (let node = leaves - 1; node > 0; node--) {
    least[node] = Math.min(numberAt(least, node * 2), numberAt(least, node * 2 + 1))
  }
  return (from, limit) => {
    let node = leaves + from
    while (numberAt(least, node) >= limit) {
      while (node % 2 === 1) node = (node - 1) / 2
      if (node === 0) return -1
      node++
    }
    while (node < leaves) node = numberAt(least, node * 2) < limit ? node * 2 : node * 2 + 1
    return node - leaves
  }
}

/** Finds slots with exactly a value, among the slots sorted by their values. */
export function searchEqual(values: Float64Array): SlotSearch {
  // Sorting keeps slots of one value in order, so the ones from `from` on come last among them.
  const slots = ascending(values)
  return (from, value) => {
    const isBefore = (index: number): boolean => {
      const slot = numberAt(slots, index)
      const own = numberAt(values, slot)
      return own < value || (own === value && slot < from)
    }
    const slot = slots[partition(slots.length, isBefore)]
    return slot !== undefined && values[slot] === value ? slot : -1
  }
}
