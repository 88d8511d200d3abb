import { attemptAt } from '../../record/attempt.ts'
import { witness } from '../evidence.ts'
import type { RoundFacts } from '../facts.ts'
import type { Witness } from '../rule.ts'
import { hasWon, type Journeys } from './journeys.ts'
import { countLaterWinners } from './later-winners.ts'
import { turnedAway } from './turned-away.ts'

/** Being passed over by so many is no accident of the order in which requests arrive. */
export const bypassesMany = 10

/** How often users of one playing were passed over by others who first asked after they had been answered. */
export interface Bypasses {
  /** For each user, how many came later and won before it did, or although it never did. */
  readonly counts: Uint32Array
  /** Users who never won although at least 10 came later and did. */
  readonly leftOut: number
  /** Those of them who were refused, went on asking, and were passed over so often while they did. */
  readonly starved: number
  readonly evidence: readonly Witness[]
}

const proofsKept = 2

export function countBypasses(facts: RoundFacts, journeys: Journeys): Bypasses {
  const counts = countLaterWinners(journeys, journeys.wonEndedUs)
  const whileAsking = countLaterWinners(journeys, journeys.lastSentUs)
  const refused = turnedAway(facts, journeys)
  const losers = Uint32Array.from(counts.keys()).filter((user) => !hasWon(journeys, user))
  const starved = losers.filter((user) => refused[user] === 1 && (whileAsking[user] ?? 0) >= bypassesMany)
  return {
    counts,
    leftOut: losers.filter((user) => (counts[user] ?? 0) >= bypassesMany).length,
    starved: starved.length,
    evidence: Array.from(starved.subarray(0, proofsKept), (user) =>
      witness(
        `user ${user} asked ${journeys.attempts[user]} times and was never given a seat; meanwhile ${whileAsking[user]} ` +
          'users who came after its first refusal were',
        [attemptAt(facts.history, journeys.firstAt[user] ?? 0)],
      ),
    ),
  }
}
