import { countText } from './count-text.ts'
import { durationText } from './duration-text.ts'
import { renderGrid } from './grid.ts'
import type { Result, RoundResult } from './result.ts'
import { roundStanding, standingMarks, standingPaint } from './standing.ts'
import { unpainted, type Style } from './style.ts'

/** Every playing of every round in a row of its own. */
export function repetitionTable({ rounds }: Result, style: Style): readonly string[] {
  const columns = [
    { head: 'round', align: 'left' },
    { head: 'booked', align: 'right' },
    { head: 'conflict', align: 'right', dispensable: 2 },
    { head: 'sold', align: 'right', dispensable: 1 },
    { head: 'oversold', align: 'right' },
    { head: 'p95', align: 'right', dispensable: 3 },
    { head: 'ruling', align: 'left' },
  ] as const
  return renderGrid({ columns, rows: rounds.map((round) => row(round, style)) }, style)
}

function row(round: RoundResult, style: Style) {
  const { name, repetition, outcomes, event, latency } = round
  const standing = roundStanding(round)
  return [
    { text: `${name} ${repetition}` },
    { text: countText(outcomes.booked) },
    { text: countText(outcomes.conflict) },
    { text: countText(event.soldSeats) },
    { text: countText(event.oversoldSeats), paint: (event.oversoldSeats ?? 0) > 0 ? style.chalk.red : unpainted },
    { text: durationText(latency.p95) },
    { text: `${standingMarks[standing]} ${standing}`, paint: standingPaint(standing, style) },
  ]
}

/** What is worth showing in full: of each round the first playing, and the first of each way of not having held. */
export function tellingRounds(rounds: readonly RoundResult[]): readonly RoundResult[] {
  return rounds.filter((round, index) => {
    const earlier = rounds.slice(0, index).filter(({ name }) => name === round.name)
    const standing = roundStanding(round)
    return earlier.length === 0 || (standing !== 'held' && !earlier.some((other) => roundStanding(other) === standing))
  })
}
