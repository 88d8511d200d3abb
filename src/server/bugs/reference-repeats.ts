import type { Reference } from '../../booking/event.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** References are drawn and not looked up: one in three has been given out before. */
export const referenceRepeats = (): PlantedBug => {
  const repeats = every(3)
  let last: Reference | null = null
  return {
    store: (store) => ({
      ...store,
      bookings: {
        ...store.bookings,
        insert: (booking) => {
          const own = store.bookings.insert(booking)
          const given = last !== null && repeats() ? last : own
          last = own
          return given
        },
      },
    }),
  }
}
