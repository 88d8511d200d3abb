import { outcomeKinds, outcomeLabels } from '../booking/outcome.ts'
import { countText } from './count-text.ts'
import { timeUnitFor } from './duration-text.ts'
import { renderGrid } from './grid.ts'
import type { LatencySummary, RoundResult } from './result.ts'
import type { Style } from './style.ts'

/** How long answers took, of all requests and by what they came to. */
export function latencyTable({ latency }: RoundResult, style: Style): readonly string[] {
  const unit = timeUnitFor(latency.max)
  const columns = [
    { head: `latency, ${unit.name}`, align: 'left' },
    { head: 'count', align: 'right' },
    { head: 'min', align: 'right', dispensable: 3 },
    { head: 'p50', align: 'right' },
    { head: 'p90', align: 'right', dispensable: 1 },
    { head: 'p95', align: 'right' },
    { head: 'p99', align: 'right', dispensable: 2 },
    { head: 'max', align: 'right' },
  ] as const
  const row = (label: string, summary: LatencySummary) => [
    { text: label },
    { text: countText(summary.count) },
    ...[summary.min, summary.p50, summary.p90, summary.p95, summary.p99, summary.max].map((ms) => ({
      text: unit.text(ms),
    })),
  ]
  const byOutcome = outcomeKinds.flatMap((kind) => {
    const summary = latency.byOutcome[kind]
    return summary && summary.count > 0 ? [row(outcomeLabels[kind], summary)] : []
  })
  return renderGrid({ columns, rows: [row('all', latency), ...byOutcome] }, style)
}
