import type { PlantedBug } from './planted-bug.ts'

/** Seats come back, and nobody who waits for them moves up. */
export const queueStops = (): PlantedBug => ({
  store: (store) => ({ ...store, bookings: { ...store.bookings, queue: () => [] } }),
})
