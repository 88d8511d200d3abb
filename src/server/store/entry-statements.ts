import type { Database } from 'better-sqlite3'
import type { EventId, Reference, UserId } from '../../booking/event.ts'
import type { LedgerEntry, LedgerKind } from '../../booking/ledger.ts'

export interface NewEntry {
  readonly eventId: EventId
  readonly version: number
  readonly kind: LedgerKind
  readonly reference: Reference
  readonly userId: UserId
  readonly seats: number
  readonly available: number
  readonly atMs: number
  readonly key: string | null
}

export interface LedgerPage {
  readonly entries: readonly LedgerEntry[]
  /** The last version of this page; null where nothing follows it. */
  readonly next: number | null
}

export interface LedgerQuery {
  readonly eventId: EventId
  readonly after: number
  readonly limit: number
}

export function prepareEntryStatements(database: Database) {
  const insert = database.prepare<NewEntry>(`
    INSERT INTO entry (event_id, version, kind, reference, user_id, seats, available, at_ms, key)
    VALUES (@eventId, @version, @kind, @reference, @userId, @seats, @available, @atMs, @key)
  `)
  // One version may have several entries, so a page that ended in the middle of a version would lose the rest of them.
  const page = database.prepare<LedgerQuery, Omit<NewEntry, 'eventId'>>(`
    SELECT version, kind, reference, user_id AS userId, seats, available, at_ms AS atMs, key
      FROM entry
     WHERE event_id = @eventId AND version > @after AND version <= (
             SELECT max(version) FROM (
               SELECT version FROM entry WHERE event_id = @eventId AND version > @after ORDER BY version LIMIT @limit
             )
           )
     ORDER BY version, sequence
  `)
  const follows = database
    .prepare<[EventId, number], number>('SELECT 1 FROM entry WHERE event_id = ? AND version > ? LIMIT 1')
    .pluck()
  return {
    insert: (entry: NewEntry): void => {
      insert.run(entry)
    },
    /** The entries after a version, in version order and then as written: `limit` of them and the rest of the last version. */
    page: (query: LedgerQuery): LedgerPage => {
      const entries = page.all(query).map(toLedgerEntry)
      const last = entries.at(-1)?.version
      const more = last !== undefined && follows.get(query.eventId, last) !== undefined
      return { entries, next: more ? last : null }
    },
  }
}

function toLedgerEntry({ atMs, key, ...entry }: Omit<NewEntry, 'eventId'>): LedgerEntry {
  const at = new Date(atMs).toISOString()
  return key === null ? { ...entry, at } : { ...entry, at, key }
}
