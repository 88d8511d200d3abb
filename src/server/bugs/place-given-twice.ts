import type { PlantedBug } from './planted-bug.ts'

/** A place in the queue is counted before its user has joined, and others join meanwhile. */
export const placeGivenTwice = (): PlantedBug => ({
  desk: (desk, { store }) => ({
    ...desk,
    book: async (request) => {
      const waiting = [...store.bookings.queue(request.eventId)].length
      const answer = await desk.book(request)
      return answer.kind === 'waitlisted' ? { ...answer, position: waiting + 1 } : answer
    },
  }),
})
