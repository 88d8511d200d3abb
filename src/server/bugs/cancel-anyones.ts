import type { Reference, UserId } from '../../booking/event.ts'
import type { PlantedBug } from './planted-bug.ts'

/** Whoever knows a reference may cancel the booking. */
export const cancelAnyones = (): PlantedBug => {
  const cancellers = new Map<Reference, UserId>()
  return {
    store: (store) => ({
      ...store,
      entries: {
        ...store.entries,
        insert: (entry) => {
          const canceller = entry.kind === 'cancelled' ? cancellers.get(entry.reference) : undefined
          store.entries.insert({ ...entry, userId: canceller ?? entry.userId })
        },
      },
    }),
    desk: (desk, { store }) => ({
      ...desk,
      cancel: (reference, userId) => {
        cancellers.set(reference, userId)
        return desk.cancel(reference, store.bookings.find(reference)?.userId ?? userId)
      },
    }),
  }
}
