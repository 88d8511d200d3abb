import type { Reference } from '../../booking/event.ts'
import type { LedgerEntry } from '../../booking/ledger.ts'
import { FenwickTree } from '../fenwick.ts'

/**
 * Everybody who waited, numbered in the order of joining, in columns. Slots are those of the ledger: slot n is the event as
 * the n-th entry left it.
 */
export interface QueueStays {
  /** The number of whoever waited under a reference; null where several did, since nobody can say which of them is meant. */
  readonly numbers: ReadonlyMap<Reference, number | null>
  /** By number, the slot at which it joined. */
  readonly joinedAt: readonly number[]
  /** By number, the slot at which it was given seats, or left; Infinity while it waits. */
  readonly leftAt: readonly number[]
  /** Two waited under one reference and one of them left: of this number and those behind, no position is certain. */
  readonly uncertainFrom: number
}

/** @param entries in version order */
export function queueStaysIn(entries: readonly LedgerEntry[]): QueueStays {
  const numbers = new Map<Reference, number | null>()
  /** By reference, who waits under it. */
  const open = new Map<Reference, readonly number[]>()
  const joinedAt: number[] = []
  const leftAt: number[] = []
  let uncertainFrom = Infinity
  let slot = 0
  for (const { kind, reference } of entries) {
    slot++
    const waiting = open.get(reference) ?? []
    if (kind === 'waitlisted') {
      const number = joinedAt.push(slot) - 1
      leftAt.push(Infinity)
      numbers.set(reference, numbers.has(reference) ? null : number)
      open.set(reference, [...waiting, number])
      continue
    }
    // Whatever else is written of somebody who waits puts an end to that, such as a promotion that is called a booking.
    const [number, ...others] = waiting
    if (number === undefined) continue
    leftAt[number] = slot
    open.set(reference, others)
    if (others.length > 0) uncertainFrom = Math.min(uncertainFrom, number)
  }
  return { numbers, joinedAt, leftAt, uncertainFrom }
}

/** Somebody who waits or has waited, by number, and a slot. */
export interface Standing {
  readonly number: number
  readonly slot: number
}

/**
 * The position of each in the queue, from 1, once all had joined who did so before it: it has moved up by everybody who
 * was ahead and had left by the slot.
 */
export function positionsOf(standings: readonly Standing[], { leftAt }: QueueStays): readonly number[] {
  const departures = [...leftAt.keys()]
    .filter((number) => leftAt[number] !== Infinity)
    .toSorted((a, b) => (leftAt[a] ?? 0) - (leftAt[b] ?? 0))
  const bySlot = [...standings.entries()].toSorted(([, a], [, b]) => a.slot - b.slot)
  const left = new FenwickTree(leftAt.length)
  const positions = standings.map(() => 0)
  let departed = 0
  for (const [index, { number, slot }] of bySlot) {
    for (
      let next = departures[departed];
      next !== undefined && (leftAt[next] ?? 0) <= slot;
      next = departures[departed]
    ) {
      left.add(next)
      departed++
    }
    positions[index] = number + 1 - left.before(number)
  }
  return positions
}
