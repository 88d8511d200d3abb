import { outcomeKinds, outcomeLabels } from '../booking/outcome.ts'
import { countText } from './count-text.ts'
import { timeUnitFor } from './duration-text.ts'
import { renderGrid } from './grid.ts'
import type { LatencySummary, Result, RoundResult } from './result.ts'
import { arrivalsOf } from './scenario-facts.ts'
import type { Style } from './style.ts'

/**
 * How long answers took, of all requests and by what they came to; from the planned moment too, where that is another
 * story than from the send.
 */
export function latencyTable(result: Result, round: RoundResult, style: Style): readonly string[] {
  const { latency } = round
  const fromPlanned = latencyFromPlanned(result, round)
  const unit = timeUnitFor(fromPlanned?.max ?? latency.max)
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
  const planned = fromPlanned ? [row('from planned', fromPlanned)] : []
  return renderGrid({ columns, rows: [row('all', latency), ...planned, ...byOutcome] }, style)
}

/**
 * In an open model it is what users feel, so it is always told. In waves and loops it is told where the send was late
 * enough to matter. A burst's own measure of lateness is its release.
 */
function latencyFromPlanned(result: Result, round: RoundResult): LatencySummary | null {
  const summary = round.latencyFromPlanned ?? null
  switch (arrivalsOf(result, round).pattern) {
    case 'burst':
      return null
    case 'ramp':
    case 'rate':
      return summary
    case 'waves':
    case 'loop':
      return differsMuch(round.latency.p99, summary?.p99 ?? null) ? summary : null
  }
}

function differsMuch(sentMs: number | null, plannedMs: number | null): boolean {
  if (sentMs === null || plannedMs === null) return false
  return plannedMs - sentMs > 1 && plannedMs > sentMs * 1.1
}
