import type { Database } from 'better-sqlite3'
import type { EventId, Reference, UserId } from '../../booking/event.ts'
import type { Confirmation } from '../domain/booking.ts'

/** What a key was used for, and what was answered. */
export interface KeptAnswer {
  readonly eventId: EventId
  readonly seatsAsked: number
  readonly answer: Confirmation
}

interface KeptRow {
  readonly userId: UserId
  readonly key: string
  readonly eventId: EventId
  readonly seatsAsked: number
  readonly reference: Reference
  readonly seats: number
  readonly version: number
  readonly position: number | null
}

/** Keys belong to their user: the same key of two users is two keys. */
export function prepareIdempotencyStatements(database: Database) {
  const insert = database.prepare<KeptRow>(`
    INSERT INTO idempotency (user_id, key, event_id, seats_asked, reference, seats, version, position)
    VALUES (@userId, @key, @eventId, @seatsAsked, @reference, @seats, @version, @position)
  `)
  const find = database.prepare<[UserId, string], KeptRow>(`
    SELECT user_id AS userId, key, event_id AS eventId, seats_asked AS seatsAsked, reference, seats, version, position
      FROM idempotency WHERE user_id = ? AND key = ?
  `)
  return {
    insert: (userId: UserId, key: string, { eventId, seatsAsked, answer }: KeptAnswer): void => {
      const { reference, seats, version } = answer
      const position = answer.kind === 'waitlisted' ? answer.position : null
      insert.run({ userId, key, eventId, seatsAsked, reference, seats, version, position })
    },
    find: (userId: UserId, key: string): KeptAnswer | undefined => {
      const row = find.get(userId, key)
      return row && { eventId: row.eventId, seatsAsked: row.seatsAsked, answer: toConfirmation(row) }
    },
  }
}

function toConfirmation({ userId, eventId, reference, seats, version, position }: KeptRow): Confirmation {
  return position === null
    ? { kind: 'booked', reference, eventId, userId, seats, version }
    : { kind: 'waitlisted', reference, eventId, seats, version, position }
}
