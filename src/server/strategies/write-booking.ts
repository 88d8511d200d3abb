import type { BookingAnswer, BookingRequest, Confirmation } from '../domain/booking.ts'
import { refused } from '../domain/booking.ts'
import type { EventChange } from '../domain/event-change.ts'
import type { StrategyTools } from './booking-strategy.ts'

/**
 * Writes what was decided, inside the caller's transaction: the event, the booking, the ledger entry, the kept answer.
 * A user who waits already keeps that place, so asking again changes nothing and answers with it.
 * @param install writes the event; false means that it has changed since it was read
 */
export function writeBooking(
  tools: StrategyTools,
  request: BookingRequest,
  change: EventChange,
  install: (change: EventChange) => boolean,
): BookingAnswer {
  const place = change.kind === 'waitlisted' ? findPlace(tools, request) : undefined
  if (place !== undefined) return keepAnswer(tools, request, place)
  if (!install(change)) return refused('VERSION_CONFLICT')
  return writeInstalled(tools, request, change)
}

/** Writes everything but the event, which has the change installed already. */
export function writeInstalled(tools: StrategyTools, request: BookingRequest, change: EventChange): Confirmation {
  const { store, now } = tools
  const { eventId, userId, seats, key } = request
  const { version, available } = change
  const queued = change.kind === 'waitlisted'
  const reference = store.bookings.insert({
    eventId,
    userId,
    seats,
    status: queued ? 'waitlisted' : 'booked',
    version,
  })
  store.entries.insert({ eventId, version, kind: change.kind, reference, userId, seats, available, atMs: now(), key })
  return keepAnswer(
    tools,
    request,
    queued
      ? { kind: 'waitlisted', reference, eventId, seats, version, position: change.waiting }
      : { kind: 'booked', reference, eventId, userId, seats, version },
  )
}

function findPlace({ store }: StrategyTools, { eventId, userId }: BookingRequest): Confirmation | undefined {
  const place = store.bookings.findPlace(eventId, userId)
  if (place === undefined) return undefined
  const { reference, seats, version } = place
  return { kind: 'waitlisted', reference, eventId, seats, version, position: store.bookings.position(reference) }
}

function keepAnswer({ store }: StrategyTools, request: BookingRequest, answer: Confirmation): Confirmation {
  const { userId, key, eventId, seats: seatsAsked } = request
  if (key !== null) store.idempotency.insert(userId, key, { eventId, seatsAsked, answer })
  return answer
}
