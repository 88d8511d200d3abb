import { eventId } from '../../booking/event.ts'
import { EventLocks } from '../strategies/event-locks.ts'
import { naive } from '../strategies/naive.ts'
import type { PlantedBug } from './planted-bug.ts'

/** There is a lock, and its name holds the user: it keeps nobody from anybody else. */
export const lockPerUser = (): PlantedBug => ({
  strategy: (strategy, tools) => {
    const locks = new EventLocks()
    const unlocked = naive(tools)
    return {
      ...strategy,
      book: (request) =>
        locks.hold(eventId(`${request.eventId} ${request.userId}`), async () => unlocked.book(request)),
    }
  },
})
