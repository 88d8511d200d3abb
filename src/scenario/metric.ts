import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import { didYouMean } from '../operator/did-you-mean.ts'

/** What an expectation measures. `all` is the total that the outcomes add up to. */
export type Metric =
  | { readonly of: 'users' | 'attempts'; readonly outcome: OutcomeKind | 'all' }
  | { readonly of: 'seats'; readonly which: 'sold' | 'oversold' | 'unsold' }
  | { readonly of: 'latency'; readonly which: 'min' | 'mean' | 'max'; readonly from: LatencyFrom }
  | { readonly of: 'percentile'; readonly percent: number; readonly from: LatencyFrom }
  | { readonly of: 'duration' }

/** What a latency counts from: the send, or the moment at which it was meant to happen. */
export type LatencyFrom = 'sent' | 'planned'

export type Unit = 'ms' | 's' | '%'

const named: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  ['winners', { of: 'users', outcome: 'booked' }],
  ['sold', { of: 'seats', which: 'sold' }],
  ['oversold', { of: 'seats', which: 'oversold' }],
  ['unsold', { of: 'seats', which: 'unsold' }],
  ['users', { of: 'users', outcome: 'all' }],
  ...outcomeKinds.map((outcome): [string, Metric] => [outcome, { of: 'users', outcome }]),
  ['attempts', { of: 'attempts', outcome: 'all' }],
  ...outcomeKinds.map((outcome): [string, Metric] => [`attempts.${outcome}`, { of: 'attempts', outcome }]),
  ...(['min', 'mean', 'max'] as const).flatMap((which): [string, Metric][] => [
    [which, { of: 'latency', which, from: 'sent' }],
    [`planned.${which}`, { of: 'latency', which, from: 'planned' }],
  ]),
  ['duration', { of: 'duration' }],
])

/** Every name a metric can have, for a person to choose from. */
export const metricNames: readonly string[] = [
  ...[...named.keys()].filter((name) => !name.includes('.')),
  'attempts.<outcome>',
  'p(N)',
  'planned.<min, mean, max or p(N)>',
]

/** @returns null for a name that no metric has, and for a percentile outside its range */
export function metricNamed(name: string): Metric | null {
  const [, planned, digits] = /^(planned\.)?p\(\s*(\d+(?:\.\d+)?)\s*\)$/.exec(name) ?? []
  const percent = Number(digits)
  if (percent > 0 && percent <= 100) return { of: 'percentile', percent, from: planned ? 'planned' : 'sent' }
  return named.get(name) ?? null
}

/** ` (did you mean "winners"?)` for `winers`, ` (did you mean "p(95)"?)` for `p95`, or nothing where none is near. */
export function didYouMeanMetric(name: string): string {
  const [, planned = '', percent] = /^(planned\.)?p\D?(\d+(?:\.\d+)?)/i.exec(name) ?? []
  const percentile = `${planned}p(${percent})`
  return didYouMean(name, metricNamed(percentile) ? [percentile] : [...named.keys()])
}

/** The units that may follow a value of this metric; none is always allowed. */
export function unitsOf(metric: Metric): readonly Unit[] {
  switch (metric.of) {
    case 'users':
    case 'attempts':
      // The total is always all of itself.
      return metric.outcome === 'all' ? [] : ['%']
    case 'seats':
      return []
    case 'latency':
    case 'percentile':
    case 'duration':
      return ['ms', 's']
  }
}
