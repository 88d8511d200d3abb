import type { PlantedBug } from './planted-bug.ts'

/** A new event has version 1, so bookings install 2 and 3, 4 and 5, and so on. */
const swapped = (version: number): number => (version % 2 === 0 ? version + 1 : version - 1)

/** Of every two bookings the later one is entered before the earlier one, which had been confirmed by then. */
export const laterServedFirst = (): PlantedBug => ({
  store: (store) => ({
    ...store,
    entries: {
      ...store.entries,
      insert: (entry) => {
        const version = swapped(entry.version)
        const available = entry.available + (version > entry.version ? -entry.seats : entry.seats)
        store.entries.insert({ ...entry, version, available })
      },
    },
  }),
  strategy: (strategy) => ({
    ...strategy,
    async book(request) {
      const answer = await strategy.book(request)
      return answer.kind === 'booked' ? { ...answer, version: swapped(answer.version) } : answer
    },
  }),
})
