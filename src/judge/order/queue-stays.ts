import type { Reference } from '../../booking/event.ts'
import type { LedgerEntry } from '../../booking/ledger.ts'
import { FenwickTree } from '../fenwick.ts'
import { numberAt } from './columns.ts'

/**
 * Everybody who waited, numbered in the order of joining, in columns. Slots are those of the ledger: slot n is the event as
 * the n-th entry left it.
 */
export interface QueueStays {
  /** The number of whoever waited under a reference; null where two did, since nobody can say which of them is meant. */
  readonly numbers: ReadonlyMap<Reference, number | null>
  /** By number, the slot at which it joined. */
  readonly joinedAt: readonly number[]
  /** By number, the slot at which it was promoted, or left; Infinity while it waits. */
  readonly leftAt: readonly number[]
}

/** @param entries in version order */
export function queueStaysIn(entries: readonly LedgerEntry[]): QueueStays {
  const numbers = new Map<Reference, number | null>()
  const joinedAt: number[] = []
  const leftAt: number[] = []
  let slot = 0
  for (const { kind, reference } of entries) {
    slot++
    if (kind === 'waitlisted') {
      numbers.set(reference, numbers.has(reference) ? null : joinedAt.length)
      joinedAt.push(slot)
      leftAt.push(Infinity)
    } else if (kind !== 'booked') {
      const number = numbers.get(reference) ?? null
      if (number !== null && leftAt[number] === Infinity) leftAt[number] = slot
    }
  }
  return { numbers, joinedAt, leftAt }
}

/** Somebody who waits, by number, at a slot between joining and leaving. */
export interface Standing {
  readonly number: number
  readonly slot: number
}

/** The place of each in the queue, from 1: it is moved up by everybody who was ahead and has left. */
export function placesOf(standings: readonly Standing[], { leftAt }: QueueStays): readonly number[] {
  const departures = [...leftAt.keys()]
    .filter((number) => leftAt[number] !== Infinity)
    .toSorted((a, b) => (leftAt[a] ?? 0) - (leftAt[b] ?? 0))
  const inOrder = [...standings.keys()].toSorted((a, b) => (standings[a]?.slot ?? 0) - (standings[b]?.slot ?? 0))
  const left = new FenwickTree(leftAt.length)
  const places = new Float64Array(standings.length)
  let departed = 0
  for (const index of inOrder) {
    const { number, slot } = standings[index] ?? { number: 0, slot: 0 }
    for (
      let next = departures[departed];
      next !== undefined && (leftAt[next] ?? 0) <= slot;
      next = departures[departed]
    ) {
      left.add(next)
      departed++
    }
    places[index] = number + 1 - left.before(number)
  }
  return Array.from(places, (_, index) => numberAt(places, index))
}
