import type { EventId } from '../../booking/event.ts'
import type { QueuedEvent } from '../domain/event-change.ts'
import type { PlantedBug } from './planted-bug.ts'

const staleMs = 200

/** Whoever looks at an event is shown what a cache has kept of it. */
export const staleAvailability = (): PlantedBug => {
  const cache = new Map<EventId, { readonly event: QueuedEvent | undefined; readonly atMs: number }>()
  return {
    showEvent: (show) => (id) => {
      const kept = cache.get(id)
      if (kept && performance.now() - kept.atMs < staleMs) return kept.event
      const event = show(id)
      cache.set(id, { event, atMs: performance.now() })
      return event
    },
  }
}
