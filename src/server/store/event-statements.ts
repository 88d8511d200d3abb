import type { Database } from 'better-sqlite3'
import type { EventId, EventState } from '../../booking/event.ts'
import type { EventChange, QueuedEvent } from '../domain/event-change.ts'

interface EventRow extends Omit<QueuedEvent, 'waitlist'> {
  readonly waitlist: 0 | 1
}

interface Advance {
  readonly id: EventId
  readonly takes: number
  readonly joins: number
  readonly version: number
}

interface Overwrite {
  readonly id: EventId
  readonly available: number
  readonly joins: number
  readonly version: number
}

export function prepareEventStatements(database: Database) {
  const insert = database.prepare<[EventId, string, number, number, number, number]>(`
    INSERT INTO event (id, name, capacity, available, version, waitlist, waiting) VALUES (?, ?, ?, ?, ?, ?, 0)
  `)
  const read = database.prepare<[EventId], EventRow>(`
    SELECT id, name, capacity, available, version, waitlist, waiting FROM event WHERE id = ?
  `)
  const advance = database.prepare<Advance>(`
    UPDATE event SET available = available - @takes, waiting = waiting + @joins, version = version + 1
     WHERE id = @id AND version = @version
  `)
  const takeIfAvailable = database.prepare<{ id: EventId; seats: number }, { available: number; version: number }>(`
    UPDATE event SET available = available - @seats, version = version + 1
     WHERE id = @id AND available >= @seats AND waiting = 0
     RETURNING available, version
  `)
  const overwrite = database.prepare<Overwrite>(`
    UPDATE event SET available = @available, waiting = waiting + @joins, version = @version WHERE id = @id
  `)
  return {
    insert: ({ id, name, capacity, available, version, waitlist }: EventState): void => {
      insert.run(id, name, capacity, available, version, waitlist ? 1 : 0)
    },
    read: (id: EventId): QueuedEvent | undefined => {
      const row = read.get(id)
      return row && { ...row, waitlist: row.waitlist === 1 }
    },
    /** Applies a change to the very version it was decided on. @returns false where that version is no longer current */
    advance: (id: EventId, { takes, joins, version }: EventChange): boolean =>
      advance.run({ id, takes, joins, version: version - 1 }).changes === 1,
    /** Takes seats where enough are left and nobody waits, asking for no version. @returns how the event then stands */
    takeIfAvailable: (id: EventId, seats: number) => takeIfAvailable.get({ id, seats }),
    /** Writes what was computed from an earlier read over whatever has happened since: the lost update, in one line. */
    overwrite: (id: EventId, { available, joins, version }: EventChange): void => {
      overwrite.run({ id, available, joins, version })
    },
  }
}
