import { outcomeKinds } from '../booking/outcome.ts'
import { leavesHope } from '../users/retry.ts'
import type { History } from './history.ts'
import { placesWhere } from './places-where.ts'
import { summariseLatency, type LatencySummary } from './latency.ts'

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
  const { attempts, beganUs, bookedUs, endedInHope } = effortsIn(history)
  // Whoever sent nothing has neither booked nor hoped.
  const bookers = placesWhere(bookedUs, Number.isFinite)
  const waits = new Float64Array(bookers.length)
  for (let index = 0; index < waits.length; index++) {
    const user = bookers[index] ?? 0
    waits[index] = Math.round((bookedUs[user] ?? 0) - (beganUs[user] ?? 0)) / 1000
  }
  const hopes = placesWhere(endedInHope, (hoped) => hoped === 1).filter((user) => bookedUs[user] === Infinity)
  return {
    attemptsPerUser: summariseCounts(attempts),
    timeToSuccess: summariseLatency(waits),
    gaveUp: interrupted ? null : hopes.length,
  }
}

/** All that each user did, in columns by user, since a round may have as many users as attempts. */
interface Efforts {
  readonly attempts: Uint32Array
  /** When the first attempt was to be sent. */
  readonly beganUs: Float64Array
  /** When the first booking was acknowledged, or Infinity. */
  readonly bookedUs: Float64Array
  /** 1 where the last attempt left hope. */
  readonly endedInHope: Uint8Array
}

const hopeful = outcomeKinds.map(leavesHope)
const booked = outcomeKinds.indexOf('booked')

function effortsIn({ user: users, attempt, outcome, plannedUs, sentUs, endedUs, length }: History): Efforts {
  const bound = users.reduce((most, user) => Math.max(most, user + 1), 0)
  const attempts = new Uint32Array(bound)
  const last = new Uint32Array(bound)
  const beganUs = new Float64Array(bound).fill(Infinity)
  const bookedUs = new Float64Array(bound).fill(Infinity)
  const endedInHope = new Uint8Array(bound)
  for (let index = 0; index < length; index++) {
    const user = users[index] ?? 0
    const number = attempt[index] ?? 0
    const isLast = attempts[user] === 0 || number > (last[user] ?? 0)
    attempts[user] = (attempts[user] ?? 0) + 1
    beganUs[user] = Math.min(beganUs[user] ?? Infinity, plannedUs[index] ?? 0, sentUs[index] ?? 0)
    // Attempts stand in the order in which they ended, so the first booking that is met is the first.
    if (outcome[index] === booked && bookedUs[user] === Infinity) bookedUs[user] = endedUs[index] ?? 0
    if (!isLast) continue
    last[user] = number
    endedInHope[user] = hopeful[outcome[index] ?? 0] ? 1 : 0
  }
  return { attempts, beganUs, bookedUs, endedInHope }
}

/** Most counts are small, and all of them are whole, so that they need not be sorted to be ranked. */
function summariseCounts(attempts: Uint32Array): RetrySummary['attemptsPerUser'] {
  let max = 0
  for (const count of attempts) max = Math.max(max, count)
  const users = new Float64Array(max + 1)
  for (const count of attempts) users[count] = (users[count] ?? 0) + 1
  users[0] = 0
  const all = users.reduce((sum, number) => sum + number, 0)
  if (all === 0) return null
  const mean = users.reduce((sum, number, count) => sum + number * count, 0) / all
  let p50 = 0
  for (let ranked = 0; ranked < all / 2;) ranked += users[++p50] ?? 0
  return { mean: Math.round(mean * 1000) / 1000, p50, max }
}
