import { outcomeKinds, outcomeLabels } from '../booking/outcome.ts'
import type { Result, RoundResult } from '../report/result.ts'
import { runStanding, roundStanding } from '../report/standing.ts'
import { attemptsIn, outcomesOf, oversoldIn, sumOf, usersAtOnce, usersIn } from '../report/totals.ts'
import type { Unit, Value } from './comparison.ts'

/** One line of a comparison: what it is called, and where it is read off. */
export interface Metric<Subject> {
  readonly metric: string
  readonly unit: Unit | null
  readonly of: (subject: Subject) => Value
}

/** Who took part, and whether a limiter came between. */
export const setupMetrics: readonly Metric<Result>[] = [
  { metric: 'users created', unit: 'users', of: ({ users }) => users.created },
  { metric: 'tokens', unit: 'tokens', of: ({ users }) => users.tokens },
  { metric: 'users per token', unit: 'users', of: (result) => ratio(usersAtOnce(result), result.users.tokens) },
  { metric: 'rate limiting', unit: null, of: ({ rounds }) => (limited(rounds) > 0 ? 'triggered' : 'not triggered') },
]

/** What all rounds of a run came to together. */
export const totalMetrics: readonly Metric<Result>[] = [
  { metric: 'rate-limited requests', unit: 'requests', of: ({ rounds }) => limited(rounds) },
  { metric: 'rounds', unit: 'rounds', of: ({ rounds }) => rounds.length },
  { metric: 'test duration', unit: 'ms', of: ({ rounds }) => sumOf(rounds.map(({ durationMs }) => durationMs)) },
  { metric: 'mean response', unit: 'ms', of: ({ rounds }) => meanLatency(rounds) },
  { metric: 'users at once', unit: 'users', of: usersAtOnce },
  {
    metric: 'users past the limit',
    unit: 'users',
    of: ({ rounds }) => Math.max(0, ...rounds.map(usersLetThrough)),
  },
  { metric: 'requests', unit: 'requests', of: ({ rounds }) => attemptsIn(rounds) },
  { metric: 'conflicts', unit: 'users', of: ({ rounds }) => outcomesOf(rounds).conflict },
  { metric: 'winners', unit: 'users', of: ({ rounds }) => outcomesOf(rounds).booked },
  { metric: 'oversold', unit: 'seats', of: ({ rounds }) => oversoldIn(rounds) },
]

export const verdictMetric: Metric<Result> = { metric: 'verdict', unit: null, of: runStanding }

export const roundMetrics: readonly Metric<RoundResult>[] = [
  ...outcomeKinds.map((kind): Metric<RoundResult> => ({
    metric: outcomeLabels[kind],
    unit: 'users',
    of: ({ outcomes }) => outcomes[kind],
  })),
  { metric: 'winners', unit: 'users', of: ({ winners }) => new Set(winners.map(({ user }) => user)).size },
  { metric: 'sold', unit: 'seats', of: ({ event }) => event.soldSeats },
  { metric: 'oversold', unit: 'seats', of: ({ event }) => event.oversoldSeats },
  { metric: 'requests', unit: 'requests', of: ({ attempts }) => attempts.total },
  { metric: 'rate-limited requests', unit: 'requests', of: ({ attempts }) => attempts.rateLimited },
  ...(['p50', 'p90', 'p95', 'p99', 'mean', 'max'] as const).map((which): Metric<RoundResult> => ({
    metric: `latency ${which}`,
    unit: 'ms',
    of: ({ latency }) => latency[which],
  })),
  { metric: 'latency from planned p99', unit: 'ms', of: (round) => round.latencyFromPlanned?.p99 ?? null },
  { metric: 'time to success p50', unit: 'ms', of: (round) => round.retries?.timeToSuccess.p50 ?? null },
  { metric: 'gave up', unit: 'users', of: ({ retries }) => (retries ? gaveUpTrying(retries) : null) },
  {
    metric: 'throughput',
    unit: 'requests/s',
    of: ({ attempts, durationMs }) => ratio(attempts.total * 1000, durationMs),
  },
  { metric: 'duration', unit: 'ms', of: ({ durationMs }) => durationMs },
  { metric: 'burst spread', unit: 'ms', of: ({ burst }) => burst.releaseMs },
  { metric: 'server CPU', unit: 'ms', of: ({ server }) => server && server.cpuMs },
  { metric: 'server memory peak', unit: 'MB', of: ({ server }) => server && server.rssPeakMb },
  { metric: 'event loop p99', unit: 'ms', of: ({ server }) => server && server.eventLoopDelayP99Ms },
  { metric: 'verdict', unit: null, of: roundStanding },
]

const limited = (rounds: readonly RoundResult[]): number => sumOf(rounds.map(({ attempts }) => attempts.rateLimited))

/** Null where nobody tried again: that would only say over how users ended. */
const gaveUpTrying = ({ attemptsPerUser, gaveUp }: NonNullable<RoundResult['retries']>): number | null =>
  (attemptsPerUser?.max ?? 0) > 1 ? gaveUp : null

const usersLetThrough = (round: RoundResult): number => usersIn(round) - round.outcomes.rateLimited

/** Exact, unlike anything that could be said of a percentile over several rounds. */
function meanLatency(rounds: readonly RoundResult[]): number | null {
  const sums = rounds.map(({ latency }) => (latency.mean ?? 0) * latency.count)
  return ratio(sumOf(sums), sumOf(rounds.map(({ latency }) => latency.count)))
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
