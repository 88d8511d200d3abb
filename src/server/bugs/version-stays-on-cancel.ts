import type { PlantedBug } from './planted-bug.ts'

/** Bookings raise the version, and cancellations do not. */
export const versionStaysOnCancel = (): PlantedBug => ({
  store: (store) => ({
    ...store,
    events: {
      ...store.events,
      advance: (id, change) => {
        if (change.kind !== 'cancelled') return store.events.advance(id, change)
        store.events.overwrite(id, { ...change, version: change.version - 1 })
        return true
      },
    },
    entries: {
      ...store.entries,
      insert: (entry) =>
        store.entries.insert(entry.kind === 'cancelled' ? { ...entry, version: entry.version - 1 } : entry),
    },
  }),
})
