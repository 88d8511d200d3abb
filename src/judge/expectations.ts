import type { OutcomeCounts, OutcomeKind } from '../booking/outcome.ts'
import { percentile, summariseLatency } from '../record/latency.ts'
import type { Comparison, Expectation } from '../scenario/expectation.ts'
import type { RoundMetrics } from './metrics.ts'

/** How one expectation fared. */
export interface ExpectationResult {
  readonly expression: string
  /** In milliseconds for a time, in per cent where the expression says `%`; null where it could not be measured. */
  readonly actual: number | null
  readonly pass: boolean
}

/** Compares each expectation with what was measured. What could not be measured was not met. */
export function evaluateExpectations(
  expectations: readonly Expectation[],
  metrics: RoundMetrics,
): readonly ExpectationResult[] {
  return expectations.map((expectation) => {
    const actual = measure(expectation, metrics)
    const pass = actual !== null && compare(actual, expectation.comparison, expectation.value)
    return { expression: expectation.expression, actual, pass }
  })
}

function measure({ metric, relative }: Expectation, metrics: RoundMetrics): number | null {
  switch (metric.of) {
    case 'users':
    case 'attempts':
      return countOf(metrics[metric.of], metric.outcome, relative)
    case 'seats':
      return metrics.seats && seatsOf(metrics.seats, metric.which)
    case 'latency':
      return summariseLatency(metrics.latenciesMs[metric.from])[metric.which]
    case 'percentile':
      return percentile(metrics.latenciesMs[metric.from], metric.percent)
    case 'duration':
      return metrics.durationMs
  }
}

function countOf(counts: OutcomeCounts, outcome: OutcomeKind | 'all', relative: boolean): number | null {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const count = outcome === 'all' ? total : counts[outcome]
  if (!relative) return count
  return total === 0 ? null : (count * 100) / total
}

function seatsOf(
  { capacity, sold }: { capacity: number; sold: number },
  which: 'sold' | 'oversold' | 'unsold',
): number {
  switch (which) {
    case 'sold':
      return sold
    case 'oversold':
      return Math.max(0, sold - capacity)
    case 'unsold':
      return Math.max(0, capacity - sold)
  }
}

function compare(actual: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case '==':
      return actual === value
    case '!=':
      return actual !== value
    case '<':
      return actual < value
    case '<=':
      return actual <= value
    case '>':
      return actual > value
    case '>=':
      return actual >= value
  }
}
