import type { RoundFacts } from '../facts.ts'
import { winsByAccount, type AccountWins } from './account-wins.ts'
import { countBypasses, type Bypasses } from './bypasses.ts'
import { findComebacks, type Comebacks } from './comebacks.ts'
import { findInversions, type Inversions } from './inversions.ts'
import { followUsers } from './journeys.ts'
import { rankPairs, type RankPairs } from './release-rank.ts'

/** What fairness is judged by, of one playing of a round: little enough to be kept until all of them were played. */
export interface Playing {
  readonly wins: AccountWins
  readonly rank: RankPairs
  readonly inversions: Inversions
  readonly comebacks: Comebacks
  readonly bypasses: Bypasses
}

/** @param released the users in the order in which they were released */
export function observePlaying(facts: RoundFacts, released: ArrayLike<number>): Playing {
  const journeys = followUsers(facts.history, facts.planned.users)
  return {
    wins: winsByAccount(journeys, facts.accountOf),
    rank: rankPairs(released, journeys),
    inversions: findInversions(facts, journeys),
    comebacks: findComebacks(facts.history),
    bypasses: countBypasses(facts, journeys),
  }
}
