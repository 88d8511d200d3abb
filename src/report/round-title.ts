import { arrivalsText } from './arrivals-text.ts'
import { countOf, countText } from './count-text.ts'
import { durationText } from './duration-text.ts'
import type { Result, RoundResult } from './result.ts'
import { arrivalsOf, seatsWanted } from './scenario-facts.ts'
import type { Style } from './style.ts'
import { usersIn } from './totals.ts'
import { labelled } from './wrap-text.ts'

/** What was for sale in a round, who wanted it, and how long it took. */
export function roundTitle(result: Result, round: RoundResult, { chalk, width }: Style): readonly string[] {
  const seats = seatsWanted(result, round)
  const wanting = seats === null ? '' : ` want ${countText(seats)} each`
  const arrivals = arrivalsText(arrivalsOf(result, round))
  const facts = [
    countOf(round.event.capacity, 'seat'),
    `${countOf(usersIn(round), 'user')}${wanting}`,
    ...(arrivals === null ? [] : [arrivals]),
    durationText(round.durationMs),
  ]
  return labelled({ text: playingName(round, result), paint: chalk.bold }, { text: facts }, { width })
}

export const isRepeated = ({ rounds }: Pick<Result, 'rounds'>): boolean =>
  rounds.some(({ repetition }) => repetition > 1)

/** `sell-out`, or `sell-out 3` for the third playing where rounds were repeated. */
export function playingName({ name, repetition }: RoundResult, result: Pick<Result, 'rounds'>): string {
  return isRepeated(result) ? `${name} ${repetition}` : name
}
