import { admit } from '../domain/admission.ts'
import type { BookingAnswer, BookingRequest } from '../domain/booking.ts'
import type { StrategyTools } from '../strategies/booking-strategy.ts'
import { writeBooking } from '../strategies/write-booking.ts'

/** Reads, decides and writes in one go; inside a transaction nothing can come between. */
export function bookAtOnce(tools: StrategyTools, request: BookingRequest): BookingAnswer {
  const { events } = tools.store
  const admission = admit(events.read(request.eventId), request)
  if (admission.kind === 'refused') return admission
  return writeBooking(tools, request, admission.change, (change) => events.advance(request.eventId, change))
}
