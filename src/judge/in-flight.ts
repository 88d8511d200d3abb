import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { History } from '../record/history.ts'
import { placesWhere } from '../record/places-where.ts'
import { countBelowFrom } from './order/columns.ts'

/**
 * The most attempts of certain outcomes that were under way at once.
 *
 * Intervals are closed: an attempt sent at the instant another ended was in flight with it, as clocks this coarse cannot
 * tell. Of those that were sent after just so many ends, and before the next, the last finds the most under way.
 */
export function mostInFlight({ sentUs, endedUs, outcome }: History, counts: (outcome: OutcomeKind) => boolean): number {
  const areCounted = outcomeKinds.map(counts)
  const counted = placesWhere(outcome, (code) => areCounted[code] === true)
  const ends = new Float64Array(counted.length)
  let index = 0
  for (const place of counted) ends[index++] = endedUs[place] ?? 0
  ends.sort()
  /** By the number of ends before it, how many attempts were sent. */
  const sends = new Uint32Array(ends.length + 1)
  let before = 0
  for (const place of counted) {
    before = countBelowFrom(before, ends, sentUs[place] ?? 0)
    sends[before] = (sends[before] ?? 0) + 1
  }
  let begun = 0
  let most = 0
  for (let ended = 0; ended < sends.length; ended++) {
    begun += sends[ended] ?? 0
    most = Math.max(most, begun - ended)
  }
  return most
}
