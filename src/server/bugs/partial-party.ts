import type { PlantedBug } from './planted-bug.ts'

/** A party gets one seat fewer than it asked for, and is told so as if that were what it wanted. */
export const partialParty = (): PlantedBug => ({
  strategy: (strategy) => ({
    ...strategy,
    book: (request) => strategy.book({ ...request, seats: Math.max(1, request.seats - 1) }),
  }),
})
