import type { Reference } from '../booking/event.ts'
import type { RoundFacts } from './facts.ts'
import type { JudgedLedger, JudgedRound } from './judged-round.ts'
import { wishOf, type Operation } from './operations.ts'

/**
 * How many operations may still be at work in the target: an attempt of theirs was never answered, and the ledger knows
 * nothing of them so far. Until they are done, or the ledger has been quiet for long enough, it says too little.
 */
export function openOperationsIn({ facts, operations, ledger }: JudgedRound): number {
  if ('unavailable' in ledger) return 0
  const { granted, balances } = ledger.claims
  const open = operations.filter(
    (operation) => operation.nameless > 0 && !isSettled(operation) && !granted.has(wishOf(operation)),
  )
  const loose = [...balances.values()].reduce((sum, balance) => sum + balance.loose.length, 0)
  return Math.max(0, open.length - loose) + openCancellations(facts, ledger)
}

/** Who is told that another request with the key is at work has not been served itself; and the other one has its answer. */
function isSettled({ attempts, nameless }: Operation): boolean {
  const inFlight = attempts.filter(({ cause }) => cause === 'inFlight').length
  return inFlight === nameless && inFlight < attempts.length
}

function openCancellations({ cancellations }: RoundFacts, { references }: JudgedLedger): number {
  const open = cancellations.filter(({ outcome }) => outcome.kind === 'unknown').map(({ reference }) => reference)
  const isDone = (reference: Reference) => references.entriesUnder(reference).some(({ kind }) => kind === 'cancelled')
  return [...new Set(open)].filter((reference) => !isDone(reference)).length
}
