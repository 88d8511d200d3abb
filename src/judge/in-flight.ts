import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { History } from '../record/history.ts'
import { countBelowFrom } from './order/columns.ts'

/**
 * The most attempts of certain outcomes that were under way at once.
 *
 * Intervals are closed: an attempt sent at the instant another ended was in flight with it, as clocks this coarse cannot
 * tell. Of those that were sent after just so many ends, and before the next, the last finds the most under way.
 */
export function mostInFlight(
  { sentUs, endedUs, outcome, length }: History,
  counts: (outcome: OutcomeKind) => boolean,
): number {
  const areCounted = outcomeKinds.map(counts)
  const all = new Float64Array(length)
  let counted = 0
  for (let place = 0; place < length; place++) {
    if (areCounted[outcome[place] ?? -1] === true) all[counted++] = endedUs[place] ?? 0
  }
  const ends = all.subarray(0, counted).sort()
  /** By the number of ends before it, how many attempts were sent. */
  const sends = new Uint32Array(counted + 1)
  let before = 0
  for (let place = 0; place < length; place++) {
    if (areCounted[outcome[place] ?? -1] !== true) continue
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
