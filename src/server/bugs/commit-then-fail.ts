import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The booking is written, the answer is an error, and its key is forgotten: whoever tries again books again. */
export const commitThenFail = (): PlantedBug => {
  const fails = every(3)
  const forgotten = new Set<string>()
  return {
    store: (store) => ({
      ...store,
      idempotency: {
        ...store.idempotency,
        insert: (userId, key, kept) => {
          if (fails()) forgotten.add(`${userId} ${key}`)
          else store.idempotency.insert(userId, key, kept)
        },
      },
    }),
    strategy: (strategy) => ({
      ...strategy,
      async book(request) {
        const answer = await strategy.book(request)
        if (forgotten.delete(`${request.userId} ${request.key}`)) throw new Error('the answer could not be written')
        return answer
      },
    }),
  }
}
