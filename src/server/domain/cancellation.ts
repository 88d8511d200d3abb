import type { UserId } from '../../booking/event.ts'
import type { Booking } from './booking.ts'
import {
  afterChange,
  queueLeft,
  seatsPromoted,
  seatsReturned,
  type EventChange,
  type QueuedEvent,
} from './event-change.ts'

export type CancellationRefusal = 'BOOKING_NOT_FOUND' | 'FORBIDDEN' | 'ALREADY_CANCELLED'

/** One step of a cancellation: whose booking changes, and how. */
export interface BookingStep {
  readonly booking: Booking
  readonly change: EventChange
}

/** Why this user may not cancel this booking; null where they may. */
export function refuseCancellation(booking: Booking, userId: UserId): CancellationRefusal | null {
  if (booking.userId !== userId) return 'FORBIDDEN'
  return booking.status === 'cancelled' ? 'ALREADY_CANCELLED' : null
}

/**
 * The steps of a cancellation, each with a version of its own: the booking leaves, then the queue moves up.
 * The queue is strictly first come, first served: where the party at its head does not fit, nobody behind it is promoted.
 * @param queue who waits, longest first; read no further than the first party that does not fit
 */
export function cancel(event: QueuedEvent, booking: Booking, queue: Iterable<Booking>): readonly BookingStep[] {
  const departure = booking.status === 'waitlisted' ? queueLeft(event) : seatsReturned(event, booking.seats)
  const steps: BookingStep[] = [{ booking, change: departure }]
  let current = afterChange(event, departure)
  for (const head of queue) {
    if (head.reference === booking.reference) continue
    if (head.seats > current.available) break
    const promotion = seatsPromoted(current, head.seats)
    steps.push({ booking: head, change: promotion })
    current = afterChange(current, promotion)
  }
  return steps
}
