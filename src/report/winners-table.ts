import { absent, countText } from './count-text.ts'
import { durationText } from './duration-text.ts'
import { renderGrid } from './grid.ts'
import type { RoundResult } from './result.ts'
import type { Style } from './style.ts'

const shown = 10

/** The first to be told that they had booked, in the order in which they were told. */
export function winnersTable({ winners }: RoundResult, style: Style): readonly string[] {
  if (winners.length === 0) return [style.chalk.dim('Nobody booked.')]
  const columns = [
    { head: 'winner', align: 'right' },
    { head: 'reference', align: 'left' },
    { head: 'seats', align: 'right' },
    { head: 'version', align: 'right', dispensable: 1 },
    { head: 'attempt', align: 'right', dispensable: 2 },
    { head: 'latency', align: 'right' },
  ] as const
  const rows = winners
    .slice(0, shown)
    .map((winner) => [
      { text: `user ${winner.user}` },
      { text: winner.reference ?? absent, paint: style.chalk.green },
      { text: countText(winner.seats) },
      { text: countText(winner.version) },
      { text: countText(winner.attempt) },
      { text: durationText(winner.latencyMs) },
    ])
  const more = winners.length - shown
  return [
    ...renderGrid({ columns, rows }, style),
    ...(more > 0 ? [style.chalk.dim(`and ${countText(more)} more`)] : []),
  ]
}
