import type { PlantedBug } from './planted-bug.ts'
import { QuietMoment } from './quiet-moment.ts'

/** Whoever was refused once is served when nobody else wants to be: while newcomers come, never. */
export const retrierLast = (): PlantedBug => {
  const newcomers = new QuietMoment()
  const refusedBefore = new Set<string>()
  return {
    strategy: (strategy) => ({
      ...strategy,
      async book(request) {
        const wish = `${request.eventId} ${request.userId}`
        if (refusedBefore.has(wish)) {
          await newcomers.over()
          return strategy.book(request)
        }
        const answer = await newcomers.during(() => strategy.book(request))
        if (answer.kind === 'refused') refusedBefore.add(wish)
        return answer
      },
    }),
  }
}
