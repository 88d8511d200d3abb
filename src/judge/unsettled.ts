import { answeredSeats, isOlderThanAnswers, isOlderThanLedger, seatsTaken } from './counter.ts'
import type { RoundFacts } from './facts.ts'
import { prepareRound, type JudgedLedger, type JudgedRound } from './judged-round.ts'
import { lagOf } from './ledger-lag.ts'
import { openOperationsIn } from './open-operations.ts'
import { wishOf } from './operations.ts'
import { soldBy } from './replay.ts'

/** What may still change in a target that has answered everything it is going to answer. */
export interface Unsettled {
  /** Operations that may still be at work, as far as can be seen. */
  readonly openOperations: number
  /** True where what was promised, or shown, is not to be seen everywhere: it may be late, or it may never come. */
  readonly isLate: boolean
}

export function unsettledIn(facts: RoundFacts): Unsettled {
  const round = prepareRound(facts)
  return 'unavailable' in round.ledger
    ? unsettledCounter(round)
    : { openOperations: openOperationsIn(round), isLate: isLedgerLate(round.ledger, round) }
}

function isLedgerLate(ledger: JudgedLedger, { facts, answers }: JudgedRound): boolean {
  const { opening, closing } = facts
  if (lagOf(facts) !== null || isOlderThanLedger(closing, ledger)) return true
  const { granted, balances } = ledger.claims
  const lacksPromise = answers.some((attempt) =>
    attempt.acknowledged.reference === null
      ? !granted.has(wishOf(attempt.whole)) && (balances.get(attempt.whole.account)?.loose.length ?? 0) === 0
      : ledger.references.entriesOf(attempt).length === 0,
  )
  if (lacksPromise) return true
  // Versions say that a counter and the entries are of one moment; where there are none, it may be the later one.
  return (
    !ledger.versioned &&
    !('unavailable' in closing) &&
    seatsTaken(closing, opening) !== soldBy(opening, ledger.heldAfter)
  )
}

function unsettledCounter(round: JudgedRound): Unsettled {
  const { opening, closing } = round.facts
  if ('unavailable' in closing) return { openOperations: 0, isLate: false }
  const answered = answeredSeats(round)
  return {
    openOperations: answered.possible.length,
    isLate: isOlderThanAnswers(closing, answered) || seatsTaken(closing, opening) < answered.certain,
  }
}
