import { admit } from '../domain/admission.ts'
import type { BookingAnswer, BookingRequest } from '../domain/booking.ts'
import type { BookingStrategy, StrategyTools } from './booking-strategy.ts'
import { processingTime } from './processing-time.ts'
import { writeBooking, writeInstalled } from './write-booking.ts'

/** Takes the seats in one guarded update, which asks for no version, so that nobody ever meets a conflict. */
export function atomic(tools: StrategyTools): BookingStrategy {
  const { store, processing } = tools
  return {
    async book(request) {
      if (processing.ms > 0) await processingTime(processing.ms)
      return store.commit.run(() => take(tools, request) ?? bookInside(tools, request))
    },
    change: (_eventId, job) => store.commit.run(job),
  }
}

function take(tools: StrategyTools, request: BookingRequest): BookingAnswer | undefined {
  if (request.versionsAllowed !== null) return undefined
  const taken = tools.store.events.takeIfAvailable(request.eventId, request.seats)
  return (
    taken && writeInstalled(tools, request, { kind: 'booked', takes: request.seats, joins: 0, waiting: 0, ...taken })
  )
}

/** Finds out why the update took nothing, or honours If-Match: inside the transaction, what is read stays true. */
function bookInside(tools: StrategyTools, request: BookingRequest): BookingAnswer {
  const admission = admit(tools.store.events.read(request.eventId), request)
  if (admission.kind === 'refused') return admission
  return writeBooking(tools, request, admission.change, (change) => tools.store.events.advance(request.eventId, change))
}
