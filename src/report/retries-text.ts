import { countOf, countText } from './count-text.ts'
import { durationText, significant } from './duration-text.ts'
import type { RoundResult } from './result.ts'

/** What it took users who try again: how many attempts, how long, and how many gave up. */
export function retriesText(retries: NonNullable<RoundResult['retries']>): readonly string[] {
  const { attemptsPerUser, timeToSuccess, gaveUp } = retries
  if (attemptsPerUser === null) return []
  const { mean, p50, max } = attemptsPerUser
  return [
    `${significant(mean)} attempts a user (p50 ${countText(p50)}, max ${countText(max)})`,
    ...(timeToSuccess.count === 0
      ? []
      : [`booked after ${durationText(timeToSuccess.p50)} (p50), ${durationText(timeToSuccess.p95)} (p95)`]),
    ...(gaveUp === null ? [] : [`${countOf(gaveUp, 'user')} gave up`]),
  ]
}
