import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { History } from './history.ts'
import { tallyAttempts } from './tally.ts'

/** Milliseconds, to the microsecond. Null wherever nothing was measured; `stdev` also where one value has no spread. */
export interface LatencySummary {
  readonly count: number
  readonly min: number | null
  readonly mean: number | null
  /** Of a sample: divided by n − 1. */
  readonly stdev: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

/**
 * How long each answered attempt took, from just before its last byte left to its answer read, ascending.
 * An attempt that nobody answered is left out: its time is the patience of its user, not the speed of the system.
 */
export function answeredLatencies(history: History): Float64Array {
  return answeredTimes(history, latencyMs)
}

/**
 * How long each answered attempt took, from the moment it was meant to be sent to its answer read, ascending: what a
 * user felt. Where requests leave late, because the generator or a connection was busy, latency from the send leaves
 * the wait out and flatters a slow system; that is coordinated omission, as Gil Tene describes it in "How NOT to
 * Measure Latency" (2013), and this is the measure that his wrk2 takes against it. Every attempt was in fact sent and
 * timed, so nothing is filled in by estimate.
 */
export function plannedLatencies(history: History): Float64Array {
  return answeredTimes(history, latencyFromPlannedMs)
}

/** Whether every attempt was sent when it was meant to be, so that what is counted from either is the same. */
export function wereSentOnTime({ plannedUs, sentUs, length }: History): boolean {
  let index = 0
  while (index < length && (plannedUs[index] ?? 0) >= (sentUs[index] ?? 0)) index++
  return index === length
}

function answeredTimes(history: History, timeOf: (history: History, index: number) => number): Float64Array {
  const times = new Float64Array(history.length)
  let count = 0
  for (let index = 0; index < history.length; index++) {
    if ((history.status[index] ?? 0) > 0) times[count++] = timeOf(history, index)
  }
  return times.slice(0, count).sort()
}

/** One summary for each outcome that occurred; `unknown` counts here even where no answer came. */
export function latencyByOutcome(history: History): Partial<Record<OutcomeKind, LatencySummary>> {
  const counts = tallyAttempts(history)
  const summaries: Partial<Record<OutcomeKind, LatencySummary>> = {}
  for (const [code, kind] of outcomeKinds.entries()) {
    if (counts[kind] === 0) continue
    const values = new Float64Array(counts[kind])
    let count = 0
    for (let index = 0; index < history.length; index++) {
      if (history.outcome[index] === code) values[count++] = latencyMs(history, index)
    }
    summaries[kind] = summariseLatency(values)
  }
  return summaries
}

/** Summarises latencies given in milliseconds, in any order; every percentile is exact (see `percentile`). */
export function summariseLatency(values: Float64Array | readonly number[]): LatencySummary {
  const ascending = inOrder(values)
  const mean = meanOf(ascending)
  return {
    count: ascending.length,
    min: ascending.at(0) ?? null,
    mean: mean === null ? null : toMicrosecond(mean),
    stdev: mean === null || ascending.length < 2 ? null : toMicrosecond(sampleDeviation(ascending, mean)),
    p50: percentile(ascending, 50),
    p90: percentile(ascending, 90),
    p95: percentile(ascending, 95),
    p99: percentile(ascending, 99),
    max: ascending.at(-1) ?? null,
  }
}

/**
 * The nearest-rank percentile: the least value of the sample that at least `percent` of the sample does not exceed, so
 * always one of its members. It is definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The
 * American Statistician 50(4), 1996.
 * @param ascending the sample, sorted
 * @param percent above 0, at most 100
 * @returns null for an empty sample
 */
export function percentile(ascending: Float64Array, percent: number): number | null {
  // 99.9 has no exact binary form: without the rounding, its product can land just above a whole rank.
  const rank = Math.ceil(Number(((percent * ascending.length) / 100).toPrecision(12)))
  return ascending.at(rank - 1) ?? null
}

function latencyMs({ sentUs, endedUs }: History, index: number): number {
  return Math.round((endedUs[index] ?? 0) - (sentUs[index] ?? 0)) / 1000
}

/** A timer may fire a little early: nobody waited less than the request took. */
function latencyFromPlannedMs({ plannedUs, sentUs, endedUs }: History, index: number): number {
  return Math.round((endedUs[index] ?? 0) - Math.min(plannedUs[index] ?? 0, sentUs[index] ?? 0)) / 1000
}

/** Most come sorted already, and to look is quicker than to sort them again. */
function inOrder(values: Float64Array | readonly number[]): Float64Array {
  const numbers = new Float64Array(values)
  let index = 1
  while (index < numbers.length && (numbers[index] ?? 0) >= (numbers[index - 1] ?? 0)) index++
  return index < numbers.length ? numbers.sort() : numbers
}

function meanOf(values: Float64Array): number | null {
  if (values.length === 0) return null
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

function sampleDeviation(values: Float64Array, mean: number): number {
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / (values.length - 1))
}

function toMicrosecond(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
