import { Problem } from '../http/problem.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The limiter counts after the booking was made: the seat is taken, and the buyer is told to slow down. */
export const throttledButBooked = (): PlantedBug => {
  const isOver = every(3)
  return {
    strategy: (strategy) => ({
      ...strategy,
      async book(request) {
        const answer = await strategy.book(request)
        if (answer.kind === 'booked' && isOver()) throw new Problem('RATE_LIMITED')
        return answer
      },
    }),
  }
}
