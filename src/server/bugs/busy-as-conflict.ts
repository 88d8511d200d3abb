import { refused } from '../domain/booking.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** A server that is busy says that the event was changed, although nobody changed it. */
export const busyAsConflict = (): PlantedBug => {
  const isBusy = every(2)
  return {
    strategy: (strategy) => ({
      ...strategy,
      book: async (request) => (isBusy() ? refused('VERSION_CONFLICT') : strategy.book(request)),
    }),
  }
}
