import { outcomeKinds, type OutcomeKind } from '../../booking/outcome.ts'
import type { History } from '../../record/history.ts'
import type { JudgedRound } from '../judged-round.ts'
import { peakHeld } from '../replay.ts'
import type { Rule } from '../rule.ts'
import { held, inconclusive } from '../ruling.ts'
import { counted } from '../words.ts'

/** About the round, not the system: rules that hold where nobody met anybody have proved nothing. Never violated. */
export const contended: Rule = {
  id: 'contended',
  statement: 'Attempts overlapped in time and somebody lost, so that a race could have shown itself.',
  needs: 'answers',
  uses: 'ledger',
  check: (round) => {
    const { history } = round.facts
    const inFlight = mostInFlight(history)
    const losers = countLosers(history)
    const overlap = `at most ${counted(inFlight, 'attempt')} ${inFlight === 1 ? 'was' : 'were'} in flight at once`
    const loss = `${counted(losers, 'user')} lost the race`
    if (inFlight < 2) return inconclusive(`${overlap}, so nobody raced anybody; ${loss}`)
    if (losers > 0) return held(`${overlap}; ${loss}`)
    if (ledgerOversold(round)) return held(`${overlap}; nobody lost, because more was sold than there was`)
    return inconclusive(`${overlap}, but nobody lost, so there may have been enough for all`)
  },
}

/**
 * Intervals are closed: an attempt sent at the instant another ended was in flight with it, as clocks this coarse cannot
 * tell. Sorted apart, the sends and the ends say how many are under way after each send.
 */
function mostInFlight({ sentUs, endedUs }: History): number {
  const ends = endedUs.toSorted()
  let ended = 0
  let most = 0
  let begun = 0
  for (const sent of sentUs.toSorted()) {
    begun += 1
    while ((ends[ended] ?? Infinity) < sent) ended += 1
    most = Math.max(most, begun - ended)
  }
  return most
}

/** Users who lost at least once: one that won on a later try had raced all the same. */
function countLosers({ user, outcome }: History): number {
  const losses = outcomeKinds.map(isLoss)
  return new Set(user.filter((_, place) => losses[outcome[place] ?? 0])).size
}

function isLoss(outcome: OutcomeKind): boolean {
  return outcome === 'conflict' || outcome === 'soldOut' || outcome === 'waitlisted'
}

function ledgerOversold({ facts: { opening }, ledger }: JudgedRound): boolean {
  return !('unavailable' in ledger) && peakHeld(opening, ledger.steps) > opening.capacity
}
