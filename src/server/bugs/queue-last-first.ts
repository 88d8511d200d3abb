import type { PlantedBug } from './planted-bug.ts'

/** Whoever came last moves up first. */
export const queueLastFirst = (): PlantedBug => ({
  store: (store) => ({
    ...store,
    bookings: { ...store.bookings, queue: (eventId) => [...store.bookings.queue(eventId)].toReversed() },
  }),
})
