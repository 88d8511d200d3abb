import type { Reference, UserId } from '../booking/event.ts'
import { refused, type BookingAnswer, type BookingRequest } from './domain/booking.ts'
import { cancel, refuseCancellation, type BookingStep, type CancellationRefusal } from './domain/cancellation.ts'
import type { BookingStrategy, StrategyTools } from './strategies/booking-strategy.ts'

export type CancellationAnswer =
  | { readonly kind: 'cancelled'; readonly reference: Reference; readonly version: number }
  | { readonly kind: 'refused'; readonly code: CancellationRefusal }

export type Desk = ReturnType<typeof openDesk>

/** Where bookings are made and cancelled: whatever the strategy, a key is answered once and seats come back once. */
export function openDesk(tools: StrategyTools, strategy: BookingStrategy) {
  const inFlight = new Map<string, BookingRequest>()
  return {
    book: (request: BookingRequest): Promise<BookingAnswer> | BookingAnswer =>
      request.key === null ? strategy.book(request) : bookOnce(request, request.key),
    cancel: (reference: Reference, userId: UserId) => cancelOnce(tools, strategy, reference, userId),
  }

  async function bookOnce(request: BookingRequest, key: string): Promise<BookingAnswer> {
    const claim = `${request.userId} ${key}`
    const rival = inFlight.get(claim)
    if (rival !== undefined) return refused(samePayload(request, rival) ? 'KEY_IN_FLIGHT' : 'KEY_REUSED')
    const kept = tools.store.idempotency.find(request.userId, key)
    if (kept !== undefined) {
      return samePayload(request, { eventId: kept.eventId, seats: kept.seatsAsked })
        ? kept.answer
        : refused('KEY_REUSED')
    }
    inFlight.set(claim, request)
    try {
      return await strategy.book(request)
    } finally {
      inFlight.delete(claim)
    }
  }
}

type Payload = Pick<BookingRequest, 'eventId' | 'seats'>

function samePayload(one: Payload, other: Payload): boolean {
  return one.eventId === other.eventId && one.seats === other.seats
}

async function cancelOnce(
  tools: StrategyTools,
  strategy: BookingStrategy,
  reference: Reference,
  userId: UserId,
): Promise<CancellationAnswer> {
  const known = tools.store.bookings.find(reference)
  if (known === undefined) return { kind: 'refused', code: 'BOOKING_NOT_FOUND' }
  return strategy.change(known.eventId, () => cancelInside(tools, reference, userId))
}

/** Reads again inside the transaction: of ten who cancel at once, nine must find that it is done. */
function cancelInside(tools: StrategyTools, reference: Reference, userId: UserId): CancellationAnswer {
  const { bookings, events } = tools.store
  const booking = bookings.find(reference)
  const event = booking && events.read(booking.eventId)
  if (booking === undefined || event === undefined) return { kind: 'refused', code: 'BOOKING_NOT_FOUND' }
  const refusal = refuseCancellation(booking, userId)
  if (refusal !== null) return { kind: 'refused', code: refusal }
  for (const step of cancel(event, booking, bookings.queue(event.id))) writeStep(tools, step)
  return { kind: 'cancelled', reference, version: event.version + 1 }
}

function writeStep({ store, now }: StrategyTools, { booking, change }: BookingStep): void {
  const { eventId, reference, userId, seats } = booking
  const { kind, version, available } = change
  // The event was read in this very transaction, so nothing can have changed it.
  store.events.advance(eventId, change)
  store.bookings.settle(reference, kind === 'promoted' ? 'booked' : 'cancelled', version)
  store.entries.insert({ eventId, version, kind, reference, userId, seats, available, atMs: now(), key: null })
}
