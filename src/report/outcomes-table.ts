import { outcomeKinds, outcomeLabels } from '../booking/outcome.ts'
import { countText, shareText } from './count-text.ts'
import { renderGrid } from './grid.ts'
import { outcomePaint } from './outcome-paint.ts'
import type { RoundResult } from './result.ts'
import { unpainted, type Style } from './style.ts'
import { usersIn } from './totals.ts'

/** How users ended, beside what their requests came to: the two differ once users retry. */
export function outcomesTable(round: RoundResult, style: Style): readonly string[] {
  const { outcomes, attempts } = round
  const users = usersIn(round)
  const columns = [
    { head: 'outcome', align: 'left' },
    { head: 'users', align: 'right' },
    { head: 'share', align: 'right', dispensable: 1 },
    { head: 'requests', align: 'right' },
  ] as const
  const occurred = outcomeKinds.filter(
    (kind) => kind === 'booked' || kind === 'conflict' || outcomes[kind] > 0 || attempts[kind] > 0,
  )
  const rows = occurred.map((kind) => {
    const paint = outcomes[kind] + attempts[kind] > 0 ? outcomePaint(kind, style) : unpainted
    return [
      { text: outcomeLabels[kind], paint },
      { text: countText(outcomes[kind]), paint },
      { text: shareText(outcomes[kind], users), paint },
      { text: countText(attempts[kind]), paint },
    ]
  })
  const total = [{ text: 'total' }, { text: countText(users) }, { text: '' }, { text: countText(attempts.total) }]
  return renderGrid({ columns, rows, total }, style)
}
