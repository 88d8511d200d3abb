import type { OutcomeCounts } from '../booking/outcome.ts'
import { burstOf } from '../record/step-of.ts'
import { answeredLatencies, plannedLatencies, wereSentOnTime } from '../record/latency.ts'
import { tallyAttempts, tallyUsers } from '../record/tally.ts'
import type { LatencyFrom } from '../scenario/metric.ts'
import type { RoundFacts } from './facts.ts'
import { seatsSold } from './replay.ts'

/** What expectations can be about, for one round: how the burst went, and what was sold when all was over. */
export interface RoundMetrics {
  /** Users, by how each ended. */
  readonly users: OutcomeCounts
  /** Requests, by what each came to. */
  readonly attempts: OutcomeCounts
  /** Null where the ledger could not be read. */
  readonly seats: { readonly capacity: number; readonly sold: number } | null
  /** Of the answered attempts, by what they are counted from, in milliseconds, ascending. */
  readonly latenciesMs: Readonly<Record<LatencyFrom, Float64Array>>
  /** From the opening of the gate to the last answer; null where nothing was sent. */
  readonly durationMs: number | null
}

export function measureRound({ opening, ledger, history: whole }: RoundFacts): RoundMetrics {
  const history = burstOf(whole)
  const sent = answeredLatencies(history)
  return {
    users: tallyUsers(history),
    attempts: tallyAttempts(history),
    seats: 'unavailable' in ledger ? null : { capacity: opening.capacity, sold: seatsSold(opening, ledger.entries) },
    latenciesMs: { sent, planned: wereSentOnTime(history) ? sent : plannedLatencies(history) },
    durationMs: history.length === 0 ? null : history.endedUs.reduce((last, ended) => Math.max(last, ended), 0) / 1000,
  }
}
