import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { History } from '../record/history.ts'

/**
 * The most attempts of certain outcomes that were under way at once.
 *
 * Intervals are closed: an attempt sent at the instant another ended was in flight with it, as clocks this coarse cannot
 * tell. Sorted apart, the sends and the ends say how many are under way after each send.
 */
export function mostInFlight({ sentUs, endedUs, outcome }: History, counts: (outcome: OutcomeKind) => boolean): number {
  const areCounted = outcomeKinds.map(counts)
  const isCounted = (_: number, index: number): boolean => areCounted[outcome[index] ?? -1] === true
  const ends = endedUs.filter(isCounted).toSorted()
  let ended = 0
  let most = 0
  let begun = 0
  for (const sent of sentUs.filter(isCounted).toSorted()) {
    begun += 1
    while ((ends[ended] ?? Infinity) < sent) ended += 1
    most = Math.max(most, begun - ended)
  }
  return most
}
