import type { KeptAnswer } from '../store/idempotency-statements.ts'
import type { PlantedBug } from './planted-bug.ts'

/** A key is looked up without its user: who sends another's key is given the other's booking. */
export const keyUnscoped = (): PlantedBug => {
  const answers = new Map<string, KeptAnswer>()
  return {
    store: (store) => ({
      ...store,
      idempotency: {
        insert: (_userId, key, kept) => void answers.set(key, kept),
        find: (_userId, key) => answers.get(key),
      },
    }),
  }
}
