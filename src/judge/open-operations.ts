import type { JudgedRound } from './judged-round.ts'
import { wishOf } from './operations.ts'

/**
 * How many operations may still be at work in the target: an attempt of theirs was never answered, and the ledger knows
 * nothing of them so far. Until they are done, or the ledger has been quiet for long enough, it says too little.
 */
export function openOperationsIn({ operations, ledger }: JudgedRound): number {
  if ('unavailable' in ledger) return 0
  const { granted, balances } = ledger.claims
  const open = operations.filter((operation) => operation.nameless > 0 && !granted.has(wishOf(operation)))
  const loose = [...balances.values()].reduce((sum, balance) => sum + balance.loose.length, 0)
  return Math.max(0, open.length - loose)
}
