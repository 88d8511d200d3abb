import type { EventId } from '../../booking/event.ts'
import { admit } from '../domain/admission.ts'
import type { BookingAnswer, BookingRequest } from '../domain/booking.ts'
import type { EventChange } from '../domain/event-change.ts'
import type { BookingStrategy, StrategyTools } from './booking-strategy.ts'
import { processingTime } from './processing-time.ts'
import { EventLocks } from './event-locks.ts'
import { writeBooking } from './write-booking.ts'

/** Locks the event, then reads, decides and writes; the next in line enters once that is durable. */
export function pessimistic(tools: StrategyTools): BookingStrategy {
  const { store } = tools
  const locks = new EventLocks()
  return {
    book: (request) => locks.hold(request.eventId, () => bookLocked(tools, request)),
    change: (eventId, job) => locks.hold(eventId, () => store.commit.run(job)),
  }
}

async function bookLocked(tools: StrategyTools, request: BookingRequest): Promise<BookingAnswer> {
  const { store, processing } = tools
  const admission = admit(store.events.read(request.eventId), request)
  if (admission.kind === 'refused') return admission
  if (processing.ms > 0) await processingTime(processing.ms)
  return store.commit.run(() =>
    writeBooking(tools, request, admission.change, (change) => install(tools, request.eventId, change)),
  )
}

function install({ store }: StrategyTools, eventId: EventId, change: EventChange): true {
  if (store.events.advance(eventId, change)) return true
  // Only another process writing to the same file can get past the lock; selling on a stale read is no way to answer.
  throw new Error(`Event ${eventId} changed while it was locked`)
}
