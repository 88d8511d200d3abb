import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** One entry in three is written under the version of the one before it. */
export const versionRepeats = (): PlantedBug => {
  const repeats = every(3)
  return {
    store: (store) => ({
      ...store,
      entries: {
        ...store.entries,
        insert: (entry) =>
          store.entries.insert(entry.version > 2 && repeats() ? { ...entry, version: entry.version - 1 } : entry),
      },
    }),
  }
}
