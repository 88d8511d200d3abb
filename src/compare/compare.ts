import type { Result, RoundResult } from '../report/result.ts'
import { scenarioName } from '../report/scenario-facts.ts'
import type { ComparedRow, ComparedSide, Comparison, Side } from './comparison.ts'
import { roundMetrics, setupMetrics, totalMetrics, verdictMetric, type Metric } from './metrics.ts'
import { comparabilityWarnings } from './warnings.ts'

/** Lays two results side by side: the runs as wholes, and every round that both played. */
export function compareResults(first: Side, second: Side): Comparison {
  const [a, b] = distinct(first, second)
  const pairs = matchRounds(a.result.rounds, b.result.rounds)
  // The totals of a single round would say the round's own rows over.
  const isOneRound = pairs.length === 1 && a.result.rounds.length === 1 && b.result.rounds.length === 1
  const runMetrics = [...setupMetrics, ...(isOneRound ? [] : totalMetrics), verdictMetric]
  return {
    a: describe(a),
    b: describe(b),
    rows: [
      ...runMetrics.map((metric) => compareMetric(metric, null, [a.result, b.result])),
      ...pairs.flatMap((pair) => roundMetrics.map((metric) => compareMetric(metric, pair[0], pair))),
    ],
    warnings: comparabilityWarnings(a, b),
  }
}

function compareMetric<Subject>(
  { metric, unit, of }: Metric<Subject>,
  round: RoundResult | null,
  [left, right]: readonly [Subject, Subject],
): ComparedRow {
  const a = of(left)
  const b = of(right)
  const difference = typeof a === 'number' && typeof b === 'number' ? b - a : null
  return {
    round: round && { name: round.name, repetition: round.repetition },
    metric,
    unit,
    a,
    b,
    difference,
    change: difference === null || a === 0 ? null : difference / Number(a),
  }
}

type Pair = readonly [RoundResult, RoundResult]

function matchRounds(left: Result['rounds'], right: Result['rounds']): readonly Pair[] {
  return left.flatMap((a): Pair[] => {
    const b = right.find(({ name, repetition }) => name === a.name && repetition === a.repetition)
    return b ? [[a, b]] : []
  })
}

function describe({ label, result }: Side): ComparedSide {
  const { id, startedAt, seed } = result.run
  return { label, scenario: scenarioName(result), runId: id, startedAt, seed }
}

/** Two files of one name in different folders still have to be told apart. */
function distinct(a: Side, b: Side): readonly [Side, Side] {
  if (a.label !== b.label) return [a, b]
  return [
    { ...a, label: `${a.label} (a)` },
    { ...b, label: `${b.label} (b)` },
  ]
}
