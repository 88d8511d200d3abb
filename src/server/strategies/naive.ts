import { admit } from '../domain/admission.ts'
import type { BookingStrategy, StrategyTools } from './booking-strategy.ts'
import { processingTime } from './processing-time.ts'
import { writeBooking } from './write-booking.ts'

/**
 * Reads, decides, and writes what it computed over whatever happened in between. Buyers who read the same stock all
 * get it, and the counter, which only the last of them set, looks clean.
 */
export function naive(tools: StrategyTools): BookingStrategy {
  const { store, processing } = tools
  return {
    async book(request) {
      const admission = admit(store.events.read(request.eventId), request)
      if (admission.kind === 'refused') return admission
      if (processing.ms > 0) await processingTime(processing.ms)
      return store.commit.run(() =>
        writeBooking(tools, request, admission.change, (change) => {
          store.events.overwrite(request.eventId, change)
          return true
        }),
      )
    },
    change: (_eventId, job) => store.commit.run(job),
  }
}
