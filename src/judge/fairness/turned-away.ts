import { outcomeKinds, type OutcomeKind } from '../../booking/outcome.ts'
import type { RoundFacts } from '../facts.ts'
import type { Journeys } from './journeys.ts'

/**
 * Those whose first request was answered with no seat, for certain and for no reason of their own: a limiter's answer
 * speaks of the account, and one that never came may have been a yes. Where seats came back, "sold out" and a place in
 * the queue may have been right when they were said.
 * @returns 1 for each such user
 */
export function turnedAway({ ledger, history, opening }: RoundFacts, journeys: Journeys): Uint8Array {
  const cameBack =
    'unavailable' in ledger ||
    ledger.event.capacity !== opening.capacity ||
    ledger.entries.some(({ kind }) => kind === 'cancelled' || kind === 'promoted')
  const refusals: readonly OutcomeKind[] = cameBack ? ['conflict'] : ['conflict', 'soldOut', 'waitlisted']
  return Uint8Array.from(journeys.attempts, (attempts, user) => {
    const answer = outcomeKinds[history.outcome[journeys.firstAt[user] ?? 0] ?? 0]
    return Number(attempts > 0 && journeys.isOpen[user] === 0 && answer !== undefined && refusals.includes(answer))
  })
}
