import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The counter of seats is kept beside the bookings, and one change in three does not reach it. */
export const counterDrifts = (): PlantedBug => {
  const misses = every(3)
  return {
    store: (store) => ({
      ...store,
      events: {
        ...store.events,
        advance: (id, change) => store.events.advance(id, misses() ? { ...change, takes: 0 } : change),
      },
    }),
  }
}
