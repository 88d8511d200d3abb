import { admit } from '../domain/admission.ts'
import type { BookingStrategy, StrategyTools } from './booking-strategy.ts'
import { processingTime } from './processing-time.ts'
import { writeBooking } from './write-booking.ts'

/**
 * Reads, decides, and writes only where the version read is still the current one. Even without processing time the
 * write comes a turn of the event loop after the read, so that whoever read the same version meets a real conflict.
 */
export function optimistic(tools: StrategyTools): BookingStrategy {
  const { store, processing } = tools
  return {
    async book(request) {
      const admission = admit(store.events.read(request.eventId), request)
      if (admission.kind === 'refused') return admission
      if (processing.ms > 0) await processingTime(processing.ms)
      return store.commit.run(() =>
        writeBooking(tools, request, admission.change, (change) => store.events.advance(request.eventId, change)),
      )
    },
    change: (_eventId, job) => store.commit.run(job),
  }
}
