import type { EventChange } from '../domain/event-change.ts'
import { every } from './every.ts'
import type { PlantedBug } from './planted-bug.ts'

/** Something raises the version now and then, and writes down nothing. */
export const versionSkips = (): PlantedBug => {
  const skips = every(3)
  return {
    strategy: (strategy, { store }) => ({
      ...strategy,
      async book(request) {
        // Ahead of the booking: a version that nothing follows could as well be a ledger that lags behind.
        if (skips()) {
          await strategy.change(request.eventId, () => {
            const event = store.events.read(request.eventId)
            const nothing = { kind: 'booked', takes: 0, joins: 0 } as const
            if (event)
              store.events.advance(event.id, { ...event, ...nothing, version: event.version + 1 } satisfies EventChange)
          })
        }
        return strategy.book(request)
      },
    }),
  }
}
