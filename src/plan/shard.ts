import type { Arrivals } from '../scenario/arrivals.ts'
import type { RoundPlan } from './plan.ts'

/**
 * The part of a round that one of several senders plays. Every sender works out its own by arithmetic, and together
 * they play the whole: each arrival belongs to exactly one shard, sizes differ by at most one, and neighbours in the
 * release order go to different shards, so that all of them release from the first moment to the last.
 * @throws {RangeError} unless 0 ≤ index < of
 */
export function shardOf(plan: RoundPlan, { index, of }: { index: number; of: number }): RoundPlan {
  if (!Number.isInteger(index) || !Number.isInteger(of) || index < 0 || index >= of) {
    throw new RangeError(`there is no shard ${index} of ${of}`)
  }
  const mine = (_: number, position: number) => position % of === index
  return {
    ...plan,
    user: plan.user.filter(mine),
    seats: plan.seats.filter(mine),
    atUs: plan.atUs.filter(mine),
    arrivals: shareOf(plan.arrivals, of),
  }
}

/** Only a rate is shared out: everything else about when users come holds for each of them. */
const shareOf = (arrivals: Arrivals, of: number): Arrivals =>
  arrivals.pattern === 'rate' ? { ...arrivals, perSecond: arrivals.perSecond / of } : arrivals
