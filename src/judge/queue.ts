import type { Reference } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'

/** A promotion, with those who had joined the queue earlier, were still waiting, and would have fitted as well. */
export interface Overtaking {
  readonly entry: LedgerEntry
  readonly overtaken: readonly LedgerEntry[]
}

/** What the ledger tells of the queue. */
export interface QueueCourse {
  readonly promotions: number
  readonly overtakings: readonly Overtaking[]
  /** Who still waits in the end, longest first where the order of the entries is known. */
  readonly waiting: readonly LedgerEntry[]
}

/** Entries, and by entry how many seats were held once it was applied. */
interface ReplayedLedger {
  readonly entries: readonly LedgerEntry[]
  readonly heldAfter: Float64Array
}

/**
 * Follows the queue of an event, in which the order of the entries is the order of joining.
 * @param ledger in version order, replayed
 */
export function followQueue({ entries, heldAfter }: ReplayedLedger, capacity: number): QueueCourse {
  const waiting = new Map<Reference, LedgerEntry>()
  const overtakings: Overtaking[] = []
  let promotions = 0
  let index = -1
  for (const entry of entries) {
    index++
    if (entry.kind === 'waitlisted') waiting.set(entry.reference, entry)
    if (entry.kind === 'cancelled') waiting.delete(entry.reference)
    if (entry.kind !== 'promoted') continue
    promotions += 1
    const free = capacity - (heldAfter[index] ?? 0) + entry.seats
    const overtaken = aheadOf(entry.reference, waiting).filter(({ seats }) => seats <= free)
    if (overtaken.length > 0) overtakings.push({ entry, overtaken })
    waiting.delete(entry.reference)
  }
  return { promotions, overtakings, waiting: [...waiting.values()] }
}

function aheadOf(reference: Reference, waiting: ReadonlyMap<Reference, LedgerEntry>): readonly LedgerEntry[] {
  // Of one who was not seen to join, nobody can say who was ahead.
  if (!waiting.has(reference)) return []
  const ahead: LedgerEntry[] = []
  for (const [other, entry] of waiting) {
    if (other === reference) break
    ahead.push(entry)
  }
  return ahead
}
