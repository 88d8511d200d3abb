import { naive } from '../strategies/naive.ts'
import { pessimistic } from '../strategies/pessimistic.ts'
import type { PlantedBug } from './planted-bug.ts'

/** Locks cost, so they are only taken once few seats are left; who read the event before that is past the lock. */
const nearlyFull = 2

export const lockWhenNearlyFull = (): PlantedBug => ({
  strategy: (strategy, tools) => {
    const [unlocked, locked] = [naive(tools), pessimistic(tools)]
    return {
      ...strategy,
      async book(request) {
        const left = tools.store.events.read(request.eventId)?.available ?? 0
        return left <= nearlyFull ? locked.book(request) : unlocked.book(request)
      },
    }
  },
})
