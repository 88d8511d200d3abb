import type { EventId } from '../../booking/event.ts'
import type { BookingAnswer, BookingRequest } from '../domain/booking.ts'
import type { Store } from '../store/store.ts'

/** One way to keep buyers apart. */
export interface BookingStrategy {
  /** Books, queues or refuses; a confirmation is durable by the time it is answered. */
  book(request: BookingRequest): Promise<BookingAnswer>
  /** Makes another change of an event, which reads and writes inside one transaction, under the lock, if there is one. */
  change<T>(eventId: EventId, job: () => T): Promise<T>
}

export interface StrategyTools {
  readonly store: Store
  readonly processing: { readonly ms: number }
  /** Milliseconds since 1970. */
  readonly now: () => number
}
