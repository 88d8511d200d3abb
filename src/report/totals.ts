import type { OutcomeCounts } from '../booking/outcome.ts'
import type { Result, RoundResult } from './result.ts'

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** Users of a round, however each ended. */
export const usersIn = ({ outcomes }: Pick<RoundResult, 'outcomes'>): number => sumOf(Object.values(outcomes))

/** Users of the largest round: rounds follow each other, and the same users play them all. */
export const usersAtOnce = ({ rounds }: Pick<Result, 'rounds'>): number => Math.max(0, ...rounds.map(usersIn))

/** Users of all rounds together, by how each ended. */
export function outcomesOf(rounds: readonly RoundResult[]): OutcomeCounts {
  const of = (kind: keyof OutcomeCounts): number => sumOf(rounds.map(({ outcomes }) => outcomes[kind]))
  return {
    booked: of('booked'),
    conflict: of('conflict'),
    soldOut: of('soldOut'),
    waitlisted: of('waitlisted'),
    rateLimited: of('rateLimited'),
    rejected: of('rejected'),
    unknown: of('unknown'),
  }
}

export const attemptsIn = (rounds: readonly RoundResult[]): number =>
  sumOf(rounds.map(({ attempts }) => attempts.total))

/** Seats sold beyond the capacity, by the ledgers; null where one of them could not be read. */
export function oversoldIn(rounds: readonly RoundResult[]): number | null {
  const seats = rounds.map(({ event }) => event.oversoldSeats)
  return seats.includes(null) ? null : sumOf(seats.map((count) => count ?? 0))
}
