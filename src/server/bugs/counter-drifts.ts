import type { PlantedBug } from './planted-bug.ts'

/** The counter of seats is kept beside the bookings, and one change in three does not reach it. */
export const counterDrifts = (): PlantedBug => ({
  store: (store) => ({
    ...store,
    events: {
      ...store.events,
      // By version, since of those who write to one version only the first changes anything.
      advance: (id, change) => store.events.advance(id, change.version % 3 === 0 ? { ...change, takes: 0 } : change),
    },
  }),
})
