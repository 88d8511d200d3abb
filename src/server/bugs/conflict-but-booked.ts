import { refused } from '../domain/booking.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The booking is made, and one buyer in three is told of a conflict. */
export const conflictButBooked = (): PlantedBug => {
  const lies = every(3)
  return {
    strategy: (strategy) => ({
      ...strategy,
      async book(request) {
        const answer = await strategy.book(request)
        return answer.kind === 'booked' && lies() ? refused('VERSION_CONFLICT') : answer
      },
    }),
  }
}
