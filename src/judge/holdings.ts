import type { Reference } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'

/** What a reference stands for at some version. */
export interface Holding {
  readonly state: 'waiting' | 'held' | 'gone'
  /** Seats held, waited for, or given back. */
  readonly seats: number
  /** The entry that gave the reference out. */
  readonly first: LedgerEntry
  /** The entry that made it what it is. */
  readonly latest: LedgerEntry
}

/** An entry, and what its reference stood for before it; null where no entry had named it. */
export interface Turn {
  readonly entry: LedgerEntry
  readonly before: Holding | null
}

/** True where something was made of a reference that had been given out before, rather than a new one given out. */
export const isChange = ({ kind }: LedgerEntry): boolean => kind === 'cancelled' || kind === 'promoted'

/** The changes in a ledger, each with what its reference stood for before. @param entries in version order */
export function followChanges(entries: readonly LedgerEntry[]): readonly Turn[] {
  return entries.some(isChange) ? followReferences(entries).filter(({ entry }) => isChange(entry)) : []
}

/** Follows every reference through the ledger. @param entries in version order */
function followReferences(entries: readonly LedgerEntry[]): readonly Turn[] {
  const holdings = new Map<Reference, Holding>()
  return entries.map((entry) => {
    const before = holdings.get(entry.reference) ?? null
    holdings.set(entry.reference, {
      state: stateAfter(entry),
      seats: entry.seats,
      first: before?.first ?? entry,
      latest: entry,
    })
    return { entry, before }
  })
}

function stateAfter({ kind }: LedgerEntry): Holding['state'] {
  switch (kind) {
    case 'booked':
    case 'promoted':
      return 'held'
    case 'waitlisted':
      return 'waiting'
    case 'cancelled':
      return 'gone'
  }
}
