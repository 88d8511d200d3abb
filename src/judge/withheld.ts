import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { JudgedRound } from './judged-round.ts'

/**
 * How many seats may be held by users who broke off on their way: some systems hold them with the cart, and give them
 * back only after a while where no payment follows. The ledger does not tell of them.
 *
 * Whoever was told at a later step that nothing is left, or that somebody was faster, holds nothing.
 */
export function seatsWithheld({ facts: { history, racedUs, takesSteps = false }, operations }: JudgedRound): number {
  if (racedUs === undefined && !takesSteps) return 0
  const mayHold = outcomeKinds.map(breaksOff)
  const isOpen = (place: number): boolean => mayHold[history.outcome[place] ?? 0] === true && isBeyondFirstStep(place)
  // Of a step without an answer nobody knows what it did.
  const isBeyondFirstStep = (place: number): boolean =>
    // Where the first step is the one that races, an attempt does not tell how far it came.
    racedUs === undefined || (history.sentUs[place] ?? 0) < (racedUs[place] ?? 0) || history.status[place] === 0
  return operations.reduce((sum, { places, seats }) => sum + seats * places.filter(isOpen).length, 0)
}

function breaksOff(outcome: OutcomeKind): boolean {
  switch (outcome) {
    case 'rejected':
    case 'rateLimited':
    case 'unknown':
      return true
    case 'booked':
    case 'conflict':
    case 'soldOut':
    case 'waitlisted':
      return false
  }
}
