import { refused, type BookingRequest, type Refused } from './booking.ts'
import { queueJoined, seatsTaken, type EventChange, type QueuedEvent } from './event-change.ts'

export type Admission = Refused | { readonly kind: 'admitted'; readonly change: EventChange }

/**
 * Decides what a request for seats may come to, given the event as it was read.
 * Nobody overtakes the queue: while anyone waits, a newcomer joins behind them, even where enough seats are left.
 */
export function admit(event: QueuedEvent | undefined, request: BookingRequest): Admission {
  if (event === undefined) return refused('EVENT_NOT_FOUND')
  if (request.seats > event.capacity) return refused('SEATS_EXCEED_CAPACITY')
  if (request.versionsAllowed !== null && !request.versionsAllowed.includes(event.version)) {
    return refused('PRECONDITION_FAILED')
  }
  if (request.seats <= event.available && event.waiting === 0) {
    return { kind: 'admitted', change: seatsTaken(event, request.seats) }
  }
  return event.waitlist ? { kind: 'admitted', change: queueJoined(event) } : refused('SOLD_OUT')
}
