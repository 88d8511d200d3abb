import { refused } from '../domain/booking.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The last seat is never sold: the comparison is off by one. */
export const earlySoldOut = (): PlantedBug => ({
  strategy: (strategy, { store }) => ({
    ...strategy,
    async book(request) {
      const left = store.events.read(request.eventId)?.available ?? 0
      return left <= request.seats ? refused('SOLD_OUT') : strategy.book(request)
    },
  }),
})
