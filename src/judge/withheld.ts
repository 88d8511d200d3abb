import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { JudgedRound } from './judged-round.ts'

/**
 * How many seats may be held in the end by users who broke off on their way: some systems hold them with the cart, and give
 * them back only after a while where no payment follows. The ledger does not tell of them.
 */
export function seatsWithheld(round: JudgedRound): number {
  return seatsHeldBy(round, breaksOff)
}

/** How many seats may have been held at one moment by users who did not book them. */
export function seatsHeldMeanwhile(round: JudgedRound): number {
  return seatsHeldBy(round, (outcome) => outcome !== 'booked')
}

function seatsHeldBy(
  { facts: { history, racedUs, mayHold = false }, operations }: JudgedRound,
  holds: (outcome: OutcomeKind) => boolean,
): number {
  if (!mayHold) return 0
  const holding = outcomeKinds.map(holds)
  const isOpen = (place: number): boolean => holding[history.outcome[place] ?? 0] === true && isBeyondFirstStep(place)
  // Of a step without an answer nobody knows what it did.
  const isBeyondFirstStep = (place: number): boolean =>
    // Where the first step is the one that races, an attempt does not tell how far it came.
    racedUs === undefined || (history.sentUs[place] ?? 0) < (racedUs[place] ?? 0) || history.status[place] === 0
  return operations.reduce((sum, { places, seats }) => sum + seats * places.filter(isOpen).length, 0)
}

/** Whoever is told at a later step that nothing is left holds nothing. */
function breaksOff(outcome: OutcomeKind): boolean {
  switch (outcome) {
    case 'conflict':
    case 'rejected':
    case 'rateLimited':
    case 'unknown':
      return true
    case 'booked':
    case 'soldOut':
    case 'waitlisted':
      return false
  }
}
