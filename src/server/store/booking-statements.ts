import type { Database } from 'better-sqlite3'
import type { EventId, Reference, UserId } from '../../booking/event.ts'
import type { Booking, BookingStatus } from '../domain/booking.ts'

/** @param newReference makes a reference that is free in all likelihood; it is asked again where it is not */
export function prepareBookingStatements(database: Database, newReference: () => Reference) {
  const columns = 'reference, event_id AS eventId, user_id AS userId, seats, status, version'
  const insert = database.prepare<Booking>(`
    INSERT INTO booking (reference, event_id, user_id, seats, status, version)
    VALUES (@reference, @eventId, @userId, @seats, @status, @version)
        ON CONFLICT (reference) DO NOTHING
  `)
  const find = database.prepare<[Reference], Booking>(`SELECT ${columns} FROM booking WHERE reference = ?`)
  const findPlace = database.prepare<[EventId, UserId], Booking>(`
    SELECT ${columns} FROM booking WHERE event_id = ? AND user_id = ? AND status = 'waitlisted'
  `)
  const queue = database.prepare<[EventId], Booking>(`
    SELECT ${columns} FROM booking WHERE event_id = ? AND status = 'waitlisted' ORDER BY sequence
  `)
  const position = database
    .prepare<[Reference], number>(
      `SELECT count(*) FROM booking AS mine JOIN booking AS ahead
           ON ahead.event_id = mine.event_id AND ahead.status = 'waitlisted' AND ahead.sequence <= mine.sequence
        WHERE mine.reference = ?`,
    )
    .pluck()
  const settle = database.prepare<[BookingStatus, number, Reference]>(`
    UPDATE booking SET status = ?, version = ? WHERE reference = ?
  `)
  return {
    /** @returns the reference under which the booking was written */
    insert: (booking: Omit<Booking, 'reference'>): Reference => {
      for (;;) {
        const reference = newReference()
        if (insert.run({ ...booking, reference }).changes === 1) return reference
      }
    },
    find: (reference: Reference): Booking | undefined => find.get(reference),
    /** Where a user waits for an event; nobody waits for one event twice. */
    findPlace: (eventId: EventId, userId: UserId): Booking | undefined => findPlace.get(eventId, userId),
    /** Who waits for an event, longest first. Nothing may be written while it is read. */
    queue: (eventId: EventId): Iterable<Booking> => queue.iterate(eventId),
    /** The place of a waitlisted booking in its queue, from 1. */
    position: (reference: Reference): number => position.get(reference) ?? 0,
    settle: (reference: Reference, status: BookingStatus, version: number): void => {
      settle.run(status, version, reference)
    },
  }
}
