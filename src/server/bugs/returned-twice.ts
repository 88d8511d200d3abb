import type { PlantedBug } from './planted-bug.ts'

/** A cancellation returns the seats and leaves the booking as it is, so it can be cancelled again. */
export const returnedTwice = (): PlantedBug => ({
  store: (store) => ({
    ...store,
    bookings: {
      ...store.bookings,
      settle: (reference, status, version) => {
        if (status !== 'cancelled') store.bookings.settle(reference, status, version)
      },
    },
  }),
})
