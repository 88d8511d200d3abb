import { reference } from '../../booking/event.ts'
import type { PlantedBug } from './planted-bug.ts'

/** The guarded update changed no row, and nobody looked: the buyer is told of a booking that was never written. */
export const rowsIgnored = (): PlantedBug => ({
  strategy: (strategy, { store }) => ({
    ...strategy,
    async book(request) {
      const answer = await strategy.book(request)
      if (answer.kind !== 'refused' || answer.code !== 'VERSION_CONFLICT') return answer
      const { eventId, userId, seats } = request
      const version = store.events.read(eventId)?.version ?? 1
      return { kind: 'booked', reference: reference(`EVT-${userId.slice(0, 6)}`), eventId, userId, seats, version }
    },
  }),
})
