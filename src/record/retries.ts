import { leavesHope } from '../users/retry.ts'
import { attemptsOf, type Attempt } from './attempt.ts'
import type { History } from './history.ts'
import { percentile, summariseLatency, type LatencySummary } from './latency.ts'

/** What it took users to get what they wanted, or to give it up. */
export interface RetrySummary {
  /** Of the users who sent anything; null where nobody did. */
  readonly attemptsPerUser: { readonly mean: number; readonly p50: number; readonly max: number } | null
  /** From the moment a user was to press "buy" to the answer that booked, of those who booked. */
  readonly timeToSuccess: LatencySummary
  /**
   * Users without a booking whose last attempt left hope, but whose policy had no further one for them.
   * Null where the round was stopped, since whoever was stopped cannot be told from whoever gave up.
   */
  readonly gaveUp: number | null
}

/** Sums up a round in which every user pressed "buy" once. */
export function summariseRetries(history: History, { interrupted }: { interrupted: boolean }): RetrySummary {
  const users = [...efforts(history).values()]
  const waits = users.flatMap(({ beganUs, bookedUs }) =>
    bookedUs === null ? [] : [Math.round(bookedUs - beganUs) / 1000],
  )
  return {
    attemptsPerUser: summariseCounts(users.map(({ attempts }) => attempts)),
    timeToSuccess: summariseLatency(waits),
    gaveUp: interrupted ? null : users.filter(({ bookedUs, endedInHope }) => bookedUs === null && endedInHope).length,
  }
}

/** All that a user did: a few numbers, since a round may have 100,000 users. */
interface Effort {
  attempts: number
  /** When the first attempt was to be sent. */
  beganUs: number
  /** When the first booking was acknowledged, or null. */
  bookedUs: number | null
  /** The number of the last attempt, and whether it left hope. */
  last: number
  endedInHope: boolean
}

function efforts(history: History): ReadonlyMap<number, Effort> {
  const users = new Map<number, Effort>()
  for (const attempt of attemptsOf(history)) {
    const effort = users.get(attempt.user)
    if (effort) extend(effort, attempt)
    else users.set(attempt.user, effortOf(attempt))
  }
  return users
}

function effortOf(attempt: Attempt): Effort {
  return {
    attempts: 1,
    beganUs: beganUs(attempt),
    bookedUs: bookedUs(attempt),
    last: attempt.attempt,
    endedInHope: leavesHope(attempt.outcome),
  }
}

function extend(effort: Effort, attempt: Attempt): void {
  effort.attempts++
  effort.beganUs = Math.min(effort.beganUs, beganUs(attempt))
  effort.bookedUs ??= bookedUs(attempt)
  if (attempt.attempt <= effort.last) return
  effort.last = attempt.attempt
  effort.endedInHope = leavesHope(attempt.outcome)
}

const beganUs = ({ plannedUs, sentUs }: Attempt): number => Math.min(plannedUs, sentUs)

const bookedUs = ({ outcome, endedUs }: Attempt): number | null => (outcome === 'booked' ? endedUs : null)

function summariseCounts(counts: readonly number[]): RetrySummary['attemptsPerUser'] {
  const ascending = Float64Array.from(counts).sort()
  const [p50, max] = [percentile(ascending, 50), ascending.at(-1)]
  if (p50 === null || max === undefined) return null
  const mean = ascending.reduce((sum, count) => sum + count, 0) / ascending.length
  return { mean: Math.round(mean * 1000) / 1000, p50, max }
}
