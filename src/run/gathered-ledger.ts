import { eventId, reference, userId, type EventState } from '../booking/event.ts'
import type { Ledger, LedgerEntry } from '../booking/ledger.ts'
import { seatsSold } from '../judge/replay.ts'
import type { History } from '../record/history.ts'
import type { EntryLine, LedgerLine, RoundLine } from '../record/history-lines.ts'

/** What a file says of a ledger: its entries, and the event as the final read showed it, as far as it was told. */
export interface ToldLedger {
  readonly entries: readonly LedgerEntry[]
  readonly event: NonNullable<LedgerLine['event']>
  /** The event as a look of its own showed it, where the ledger stands in a file of its own that tells of one. */
  readonly closing?: LedgerLine['closing']
}

/** An entry of which a simpler system may have left out what it has not got. */
export function entryOf(told: Omit<EntryLine, 'type'>): LedgerEntry {
  const { version = 0, kind = 'booked', seats, available = null, at = '', key } = told
  const name = reference(told.reference)
  const account = userId(told.userId)
  // Written out twice, since a field that joins an object later takes more memory, and there may be a million of them.
  return typeof key === 'string'
    ? { version, kind, reference: name, userId: account, seats, available, at, key }
    : { version, kind, reference: name, userId: account, seats, available, at }
}

/**
 * The event before the first attempt. The version that it had, where nobody says, is the one that the first entry
 * followed: a guess that accuses nobody.
 */
export function openingOf({ event, name = '' }: RoundLine, ledger: ToldLedger | null): EventState {
  const { capacity } = event
  return {
    id: eventId(event.id ?? name),
    name: event.name ?? name,
    capacity,
    available: event.available ?? capacity,
    version: event.version ?? versionBefore(ledger),
    waitlist: event.waitlist ?? false,
  }
}

/** The version that an event had before its entries, where nobody says: a guess that accuses nobody. */
export function versionBefore(ledger: ToldLedger | null): number {
  const first = ledger?.entries.reduce((least, { version }) => Math.min(least, version), Infinity) ?? Infinity
  // Where no entry has a version, none is compared with it.
  return Number.isFinite(first) ? Math.max(0, first - 1) : (ledger?.event.version ?? 1)
}

/** The ledger with the event as it was in the end; where nobody read it, as the last entry left it. */
export function ledgerOf({ entries, event }: ToldLedger, opening: EventState): Ledger {
  const last = entries.reduce<LedgerEntry | null>(
    (latest, entry) => (latest === null || entry.version >= latest.version ? entry : latest),
    null,
  )
  return {
    event: {
      ...opening,
      capacity: event.capacity ?? opening.capacity,
      available: event.available ?? last?.available ?? opening.available - seatsSold(opening, entries),
      version: event.version ?? last?.version ?? opening.version,
    },
    entries,
  }
}

/**
 * The event as a look of its own showed it in the end. A look that says no version is taken to be of the moment of the
 * ledger or, without one, of the latest answer.
 */
export function closingOf(
  told: LedgerLine['closing'],
  { opening, ledger, history }: { opening: EventState; ledger: Ledger | null; history: History },
): EventState | { readonly unavailable: string } {
  if (told?.available === undefined) return { unavailable: told?.unavailable ?? 'the file tells of none' }
  return {
    ...opening,
    capacity: told.capacity ?? opening.capacity,
    available: told.available,
    version: told.version ?? ledger?.event.version ?? latestVersion(history, opening.version),
  }
}

export function latestVersion({ acknowledgements }: History, openingVersion: number): number {
  return acknowledgements.reduce(
    (latest, told) => (told.kind === 'booked' && told.version !== null ? Math.max(latest, told.version) : latest),
    openingVersion,
  )
}
