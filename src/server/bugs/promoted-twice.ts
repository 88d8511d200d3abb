import type { PlantedBug } from './planted-bug.ts'

/** Who is promoted stays in the queue, and is promoted again. */
export const promotedTwice = (): PlantedBug => ({
  store: (store) => ({
    ...store,
    bookings: {
      ...store.bookings,
      settle: (reference, status, version) => {
        if (status !== 'booked') store.bookings.settle(reference, status, version)
      },
    },
  }),
})
