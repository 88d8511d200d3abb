import { FenwickTree } from '../fenwick.ts'
import { winnersOf, type Journeys } from './journeys.ts'
import { placeAfter } from './place-after.ts'

/**
 * For each user, how many others first asked after that user's first request had ended and yet won before some moment:
 * before the user did, or while it was still asking.
 * @param beforeUs the moment, for each user; infinite counts all of them
 */
export function countLaterWinners(journeys: Journeys, beforeUs: Float64Array): Uint32Array {
  const { users, firstSentUs, firstEndedUs, wonEndedUs } = journeys
  const winners = winnersOf(journeys).sort((a, b) => (wonEndedUs[a] ?? 0) - (wonEndedUs[b] ?? 0))
  const asked = Float64Array.from(winners, (user) => firstSentUs[user] ?? 0).sort()
  const askedBy = (time: number): number => placeAfter(time, asked.length, (place) => asked[place] ?? 0)
  const tree = new FenwickTree(winners.length)
  const counts = new Uint32Array(users)
  let entered = 0
  for (const user of byTime(beforeUs)) {
    for (; entered < winners.length; entered++) {
      const winner = winners[entered] ?? 0
      if ((wonEndedUs[winner] ?? 0) >= (beforeUs[user] ?? 0)) break
      tree.add(askedBy(firstSentUs[winner] ?? 0) - 1)
    }
    counts[user] = entered - tree.before(askedBy(firstEndedUs[user] ?? Infinity))
  }
  return counts
}

const byTime = (times: Float64Array): Uint32Array =>
  Uint32Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || 0)
