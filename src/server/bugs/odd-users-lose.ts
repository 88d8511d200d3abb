import type { UserId } from '../../booking/event.ts'
import type { PlantedBug } from './planted-bug.ts'
import { QuietMoment } from './quiet-moment.ts'

const isOdd = (id: UserId): boolean => Number.parseInt(id.slice(-1), 16) % 2 === 1

/** Of requests that are there at once, those of odd user ids are served last. */
export const oddUsersLose = (): PlantedBug => {
  const evenOnes = new QuietMoment()
  return {
    strategy: (strategy) => ({
      ...strategy,
      async book(request) {
        if (!isOdd(request.userId)) return evenOnes.during(() => strategy.book(request))
        await evenOnes.over()
        return strategy.book(request)
      },
    }),
  }
}
