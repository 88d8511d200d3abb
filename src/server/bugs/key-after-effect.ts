import type { PlantedBug } from './planted-bug.ts'

/** A key is looked up before the booking and kept after it: of two that come together, neither sees the other. */
export const keyAfterEffect = (): PlantedBug => {
  const kept = new Set<string>()
  return {
    store: (store) => ({
      ...store,
      idempotency: {
        ...store.idempotency,
        // The row of the first is there already, and a second one would tell that something is wrong.
        insert: (userId, key, answer) => {
          if (kept.has(`${userId} ${key}`)) return
          kept.add(`${userId} ${key}`)
          store.idempotency.insert(userId, key, answer)
        },
      },
    }),
    desk: (desk, { store }, strategy) => ({
      ...desk,
      book: (request) => {
        const before = request.key === null ? undefined : store.idempotency.find(request.userId, request.key)
        return before?.answer ?? strategy.book(request)
      },
    }),
  }
}
