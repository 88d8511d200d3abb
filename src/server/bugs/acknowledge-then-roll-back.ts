import { refused, type BookingAnswer } from '../domain/booking.ts'
import { bookAtOnce } from './book-at-once.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The buyer is answered as soon as the rows are written; one transaction in three is then rolled back. */
export const acknowledgeThenRollBack = (): PlantedBug => {
  const fails = every(3)
  return {
    strategy: (strategy, tools) => ({
      ...strategy,
      async book(request) {
        if (!fails()) return strategy.book(request)
        let answer: BookingAnswer = refused('VERSION_CONFLICT')
        const commit = tools.store.commit.run(() => {
          answer = bookAtOnce(tools, request)
          throw new Error('the transaction is rolled back')
        })
        await commit.catch(() => undefined)
        return answer
      },
    }),
  }
}
