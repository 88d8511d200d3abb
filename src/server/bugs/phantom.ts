import type { UserId } from '../../booking/event.ts'
import { bookAtOnce } from './book-at-once.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** A job that runs twice, or for somebody else: now and then a booking appears that nobody asked for. */
export const phantom = (): PlantedBug => {
  const haunts = every(2)
  let before: UserId | null = null
  return {
    strategy: (strategy, tools) => ({
      ...strategy,
      async book(request) {
        const answer = await strategy.book(request)
        const somebody = before
        before = request.userId
        if (answer.kind === 'booked' && somebody !== null && haunts()) {
          await tools.store.commit.run(() => bookAtOnce(tools, { ...request, userId: somebody, key: null }))
        }
        return answer
      },
    }),
  }
}
