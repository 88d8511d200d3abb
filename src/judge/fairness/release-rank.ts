import { intervalZ } from './power.ts'
import { hasWon, type Journeys } from './journeys.ts'

/** Winners against losers of one playing, in the order in which they were released (Mann and Whitney, 1947). */
export interface RankPairs {
  readonly winners: number
  readonly losers: number
  /** Pairs of a winner and a loser in which the winner was released after the loser. */
  readonly winnerLater: number
}

/** @param released the users in the order in which they were released */
export function rankPairs(released: ArrayLike<number>, journeys: Journeys): RankPairs {
  let [winners, losers, winnerLater] = [0, 0, 0]
  for (let place = 0; place < released.length; place++) {
    if (hasWon(journeys, released[place] ?? 0)) {
      winners += 1
      winnerLater += losers
    } else losers += 1
  }
  return { winners, losers, winnerLater }
}

/** How likely a winner was released after a loser of the same playing: 0.5 where the order played no part, 0 where it was all. */
export interface RankShare {
  readonly auc: number
  /** At 95 %, by the variance of Hanley and McNeil (1982), summed over the playings. */
  readonly interval: readonly [number, number]
}

/** @returns null where no playing had both winners and losers */
export function pooledRank(playings: readonly RankPairs[]): RankShare | null {
  const pairs = playings.reduce((sum, { winners, losers }) => sum + winners * losers, 0)
  if (pairs === 0) return null
  const auc = playings.reduce((sum, { winnerLater }) => sum + winnerLater, 0) / pairs
  const variance = playings.reduce((sum, playing) => sum + varianceOf(playing, auc), 0)
  const reach = (intervalZ * Math.sqrt(variance)) / pairs
  return { auc, interval: [Math.max(0, auc - reach), Math.min(1, auc + reach)] }
}

/** Of the number of pairs in which the winner came later. */
function varianceOf({ winners, losers }: RankPairs, auc: number): number {
  const twoWinners = auc / (2 - auc) - auc * auc
  const twoLosers = (2 * auc * auc) / (1 + auc) - auc * auc
  return winners * losers * (auc * (1 - auc) + (winners - 1) * twoWinners + (losers - 1) * twoLosers)
}
