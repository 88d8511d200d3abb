import { cancelLabels, cancelOutcomeKinds } from '../booking/cancellation.ts'
import { outcomeKinds, outcomeLabels } from '../booking/outcome.ts'
import { listed } from '../judge/words.ts'
import { countOf, countText } from './count-text.ts'
import { durationText } from './duration-text.ts'
import type { RoundResult } from './result.ts'

/** What was done after the burst, and what came of it. */
export function followUpText({
  description,
  spreadMs,
  bookings,
  cancellations,
}: NonNullable<RoundResult['followUps']>[number]): readonly string[] {
  return [
    ...(description === undefined ? [] : [description]),
    ...summary(
      'cancellation',
      cancelOutcomeKinds.map((kind) => [cancelLabels[kind], cancellations[kind]]),
    ),
    ...summary(
      'request',
      outcomeKinds.map((kind) => [outcomeLabels[kind], bookings[kind]]),
    ),
    `within ${durationText(spreadMs)}`,
  ]
}

function summary(noun: string, counts: readonly (readonly [string, number])[]): readonly string[] {
  const some = counts.filter(([, count]) => count > 0)
  if (some.length === 0) return []
  const total = some.reduce((sum, [, count]) => sum + count, 0)
  return [`${countOf(total, noun)}: ${listed(some.map(([label, count]) => `${countText(count)} ${label}`))}`]
}
