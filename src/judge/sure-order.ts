import type { EventState } from '../booking/event.ts'
import type { LedgerEntry, LedgerKind } from '../booking/ledger.ts'
import { groupBy } from './group.ts'
import type { JudgedLedger } from './judged-round.ts'
import { replay } from './replay.ts'

/** Entries in an order that accuses nobody of a seat that was free again, and what was held after each for certain. */
export interface SureOrder extends Pick<JudgedLedger, 'entries' | 'heldAfter'> {
  /** Whether that is the order in which they were written. */
  readonly isTold: boolean
}

/**
 * Entries without versions stand in no certain order: a list of bookings may be sorted by anything, and tell of what was
 * given back at its end. So what came back counts as come back before anything else was sold, in the order that takes the
 * fewest seats at once: those first of which most came back. What came back whole, and was told to nobody as a booking, is
 * left out: it may never have been more than a place in the queue.
 */
export function inSureOrder(ledger: JudgedLedger, opening: EventState): SureOrder {
  const { entries, heldAfter, versioned } = ledger
  const returned = versioned
    ? new Set<string>()
    : new Set(entries.flatMap(({ kind, reference }) => (kind === 'cancelled' ? reference : [])))
  if (returned.size === 0) return { entries, heldAfter, isTold: true }
  const groups = groupBy(
    entries.filter(({ reference }) => returned.has(reference)),
    ({ reference }) => reference,
  )
  const kept = entries.filter(({ reference }) => !returned.has(reference))
  const parted = [...groups.values()]
    .map((changes) => ({ changes, came: seatsIn(changes, isReturn), went: seatsIn(changes, isSale) }))
    .filter(({ changes, came, went }) => went === 0 || came < went || isToldBooked(ledger, changes))
    .toSorted((a, b) => b.came - a.came)
  const sure = [...parted.flatMap(({ changes }) => changes), ...kept]
  return { entries: sure, heldAfter: replay(opening, sure), isTold: false }
}

const isReturn = (kind: LedgerKind): boolean => kind === 'cancelled'
const isSale = (kind: LedgerKind): boolean => kind === 'booked' || kind === 'promoted'

function seatsIn(changes: readonly LedgerEntry[], isOf: (kind: LedgerKind) => boolean): number {
  return changes.reduce((sum, { kind, seats }) => (isOf(kind) ? sum + seats : sum), 0)
}

function isToldBooked({ ownerOf }: JudgedLedger, [first]: readonly LedgerEntry[]): boolean {
  if (first === undefined) return false
  const told = ownerOf(first)?.acknowledged ?? []
  return told.some(({ acknowledged: { kind, reference } }) => kind === 'booked' && reference === first.reference)
}
