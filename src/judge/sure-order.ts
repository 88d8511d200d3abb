import type { EventState } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
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
 * given back at its end. So what came back counts as come back before anything else was sold; and what came back whole is
 * left out, since it may never have been more than a place in the queue.
 */
export function inSureOrder({ entries, heldAfter, versioned }: JudgedLedger, opening: EventState): SureOrder {
  const returned = versioned
    ? new Set<string>()
    : new Set(entries.flatMap(({ kind, reference }) => (kind === 'cancelled' ? reference : [])))
  if (returned.size === 0) return { entries, heldAfter, isTold: true }
  const groups = groupBy(
    entries.filter(({ reference }) => returned.has(reference)),
    ({ reference }) => reference,
  )
  const kept = entries.filter(({ reference }) => !returned.has(reference))
  const parted = [...groups.values()].filter((changes) => !cameBackWhole(changes))
  const sure = [...parted.flat(), ...kept]
  return { entries: sure, heldAfter: replay(opening, sure), isTold: false }
}

function cameBackWhole(changes: readonly LedgerEntry[]): boolean {
  const came = changes.reduce((sum, { kind, seats }) => (kind === 'cancelled' ? sum + seats : sum), 0)
  const went = changes.reduce(
    (sum, { kind, seats }) => (kind === 'booked' || kind === 'promoted' ? sum + seats : sum),
    0,
  )
  return went > 0 && came >= went
}
