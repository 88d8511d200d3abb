import type { EventState, Reference } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'

/**
 * Applies the entries one after the other and counts the seats held, trusting no `available` on the way.
 * A cancellation gives back what its reference holds and no more, so cancelling twice, or leaving a queue, frees nothing.
 * @param entries in version order
 * @returns by entry, how many seats were held once it was applied
 */
export function replay(opening: EventState, entries: readonly LedgerEntry[]): Float64Array {
  // Who holds what is asked only by those who give something back, and a long ledger may have none of them.
  const asksWhoHolds = entries.some(({ kind }) => kind === 'cancelled')
  const heldBy = new Map<Reference, number>()
  const queued = new Set<Reference>()
  let carriedOver = heldAtOpening(opening)
  let held = carriedOver

  const take = ({ reference, seats }: LedgerEntry): void => {
    if (asksWhoHolds) heldBy.set(reference, (heldBy.get(reference) ?? 0) + seats)
    held += seats
  }
  const giveBack = ({ reference, seats }: LedgerEntry): void => {
    const own = heldBy.get(reference)
    if (own === undefined && queued.has(reference)) return
    const returned = Math.min(seats, own ?? carriedOver)
    // A reference never seen can only be of a booking made before the round.
    if (own === undefined) carriedOver -= returned
    else heldBy.set(reference, own - returned)
    held -= returned
  }

  const heldAfter = new Float64Array(entries.length)
  let index = 0
  for (const entry of entries) {
    if (entry.kind === 'booked' || entry.kind === 'promoted') take(entry)
    else if (entry.kind === 'cancelled') giveBack(entry)
    else if (asksWhoHolds) queued.add(entry.reference)
    heldAfter[index++] = held
  }
  return heldAfter
}

/** The seats that the entries since the opening sold, less those given back. */
export function seatsSold(opening: EventState, entries: readonly LedgerEntry[]): number {
  return soldBy(opening, replay(opening, entries))
}

/** The same of entries that were replayed already. */
export function soldBy(opening: EventState, heldAfter: Float64Array): number {
  return heldInTheEnd(opening, heldAfter) - heldAtOpening(opening)
}

export function heldInTheEnd(opening: EventState, heldAfter: Float64Array): number {
  return heldAfter.at(-1) ?? heldAtOpening(opening)
}

/** The most seats held at any moment, the opening included. */
export function peakHeld(opening: EventState, heldAfter: Float64Array): number {
  return heldAfter.reduce((peak, held) => Math.max(peak, held), heldAtOpening(opening))
}

/** Seats that somebody held before the first attempt. */
function heldAtOpening({ capacity, available }: EventState): number {
  return capacity - available
}
