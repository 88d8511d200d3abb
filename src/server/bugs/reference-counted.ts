import { reference } from '../../booking/event.ts'
import type { PlantedBug } from './planted-bug.ts'

/** A reference is the highest number so far plus one, as a read before the transaction saw it. */
export const referenceCounted = (): PlantedBug => {
  let highest = 0
  let seen: number | null = null
  return {
    store: (store) => ({
      ...store,
      bookings: {
        ...store.bookings,
        insert: (booking) => {
          store.bookings.insert(booking)
          if (seen === null) setImmediate(() => (seen = null))
          seen ??= highest
          highest = seen + 1
          return reference(`EVT-${String(highest).padStart(6, '0')}`)
        },
      },
    }),
  }
}
