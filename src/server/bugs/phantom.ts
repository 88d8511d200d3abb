import { userId } from '../../booking/event.ts'
import { bookAtOnce } from './book-at-once.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** Somebody who asked for nothing. */
const nobody = userId('nobody')

/** A job that runs for a request which never was: now and then a booking appears that nobody asked for. */
export const phantom = (): PlantedBug => {
  const haunts = every(3)
  return {
    strategy: (strategy, tools) => ({
      ...strategy,
      async book(request) {
        // Ahead of the booking, since behind a burst no seat would be left to take.
        if (haunts()) {
          await strategy.change(request.eventId, () => bookAtOnce(tools, { ...request, userId: nobody, key: null }))
        }
        return strategy.book(request)
      },
    }),
  }
}
