import type { OutcomeKind } from '../booking/outcome.ts'
import { outcomeAt } from '../record/attempt.ts'
import type { JudgedRound } from './judged-round.ts'
import type { Operation } from './operations.ts'

/**
 * How many seats may be held in the end by users who broke off on their way: some systems hold them with the cart, and give
 * them back only after a while where no payment follows. The ledger does not tell of them.
 */
export function seatsWithheld(round: JudgedRound): number {
  return seatsHeldBy(round, leftBy) + seatsUnrecorded(round)
}

/** The same without those of requests that had no answer, where what these may have booked is counted by itself. */
export function seatsWithheldByTold(round: JudgedRound): number {
  return seatsHeldBy(round, (outcome, seats) => (outcome === 'unknown' ? 0 : leftBy(outcome, seats)))
}

/** How many seats some operations may have held at one moment, more than they may hold for good or have booked. */
export function seatsHeldMeanwhile({ facts }: JudgedRound, operations: readonly Operation[]): number {
  return seatsHeldBy({ facts, operations }, (outcome, seats) =>
    outcome === 'booked' ? 0 : seats - leftBy(outcome, seats),
  )
}

/** @param heldOf how many seats of a party one of its attempts may hold that ended so */
function seatsHeldBy(
  { facts: { history, racedUs, mayHold = false }, operations }: Pick<JudgedRound, 'facts' | 'operations'>,
  heldOf: (outcome: OutcomeKind, seats: number) => number,
): number {
  if (!mayHold) return 0
  const isBeyondFirstStep = (place: number, outcome: OutcomeKind): boolean =>
    // Where the first step is the one that races, an attempt does not tell how far it came.
    racedUs === undefined ||
    (history.sentUs[place] ?? 0) < (racedUs[place] ?? 0) ||
    // Of a step without an answer nobody knows what it did.
    outcome === 'unknown'
  let sum = 0
  for (const { places, seats } of operations) {
    for (const place of places) {
      const outcome = outcomeAt(history.outcome[place] ?? 0)
      if (isBeyondFirstStep(place, outcome)) sum += heldOf(outcome, seats)
    }
  }
  return sum
}

/** What a request holds nobody knows of which the history does not tell. */
function seatsUnrecorded({ facts: { mayHold = false }, operations, unrecorded }: JudgedRound): number {
  if (!mayHold || unrecorded === 0) return 0
  return unrecorded * operations.reduce((largest, { seats }) => Math.max(largest, seats), 1)
}

/** How many of its seats an attempt may hold for good: none where it booked them. */
function leftBy(outcome: OutcomeKind, seats: number): number {
  switch (outcome) {
    case 'conflict':
    case 'rejected':
    case 'rateLimited':
    case 'unknown':
      return seats
    case 'soldOut':
      // A party may have been given some of its seats, and the last of them was gone.
      return seats - 1
    case 'booked':
    case 'waitlisted':
      return 0
  }
}
