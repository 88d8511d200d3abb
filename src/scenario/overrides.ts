import type { RateLimit } from '../booking/rate-limit.ts'
import type { Strategy } from '../booking/strategy.ts'
import { UsageError } from '../operator/errors.ts'
import { refusedArrivals, usersArriving, type Arrivals } from './arrivals.ts'
import type { Expectation } from './expectation.ts'
import { refusedFollowUps } from './follow-up.ts'
import type { FairnessPolicy } from './fairness-policy.ts'
import { resolveRetry } from './resolve.ts'
import type { RetryPolicyName } from './retry-policy.ts'
import type { RoundScenario, Scenario } from './scenario.ts'

/** What flags change of a scenario; a field left out changes nothing. */
export interface Overrides {
  readonly users?: number
  readonly seats?: number
  readonly capacity?: number
  readonly arrivals?: Arrivals
  readonly retry?: RetryPolicyName
  readonly fairness?: FairnessPolicy
  readonly strategy?: Strategy
  readonly processingMs?: number
  readonly rateLimit?: RateLimit
  readonly settleMs?: number
  readonly seed?: number
  /** Replaces the expectations of every round. Without it, a changed shape leaves a round without any. */
  readonly expect?: readonly Expectation[]
}

/**
 * Applies flags to a scenario; `users`, `seats`, `capacity`, `arrivals`, `retry`, `fairness` and `processingMs` hold for
 * every round.
 * @throws {UsageError} where the outcome would make no sense, such as more seats wanted than the event has
 */
export function overrideScenario(scenario: Scenario, flags: Overrides): Scenario {
  const rounds = scenario.rounds.map((round) => overrideRound(round, flags))
  // A rate says for every round how many users there are, so that none of the scenario's own is left over.
  const users = flags.arrivals?.pattern === 'rate' ? Math.max(...rounds.map((round) => round.users)) : flags.users
  return withUsers(
    {
      ...scenario,
      settleMs: flags.settleMs ?? scenario.settleMs,
      seed: flags.seed ?? scenario.seed,
      server: {
        strategy: flags.strategy ?? scenario.server.strategy,
        processingMs: flags.processingMs ?? scenario.server.processingMs,
        rateLimit: flags.rateLimit === undefined ? scenario.server.rateLimit : flags.rateLimit,
      },
      rounds,
    },
    users ?? scenario.users,
  )
}

/** One account a user stays one account a user; a shared handful stays that handful. */
function withUsers(scenario: Scenario, users: number): Scenario {
  const accounts = scenario.accounts === scenario.users ? users : Math.min(scenario.accounts, users)
  return { ...scenario, users, accounts }
}

function overrideRound(round: RoundScenario, flags: Overrides): RoundScenario {
  const seats = flags.seats ?? round.seats
  const capacity = flags.capacity ?? round.capacity
  if (seats > capacity) {
    throw new UsageError(
      `round ${round.name}: everyone would want ${seats} of ${capacity} seats; allowed is at most the capacity (see --seats and --capacity)`,
    )
  }
  const arrivals = flags.arrivals ?? round.arrivals
  const users = flags.users ?? usersArriving(arrivals) ?? round.users
  const refusal = refusedArrivals(arrivals, users)
  if (refusal !== null) throw new UsageError(`round ${round.name}: ${refusal} (see --users and --arrivals)`)
  const unplayable = refusedFollowUps(round.followUps, { arrivals, users })
  if (unplayable !== null) throw new UsageError(`round ${round.name}: ${unplayable} (see --users and --arrivals)`)
  return {
    ...round,
    seats,
    capacity,
    processingMs: flags.processingMs ?? round.processingMs,
    users,
    arrivals,
    // A policy of the same name keeps the numbers that the scenario gave it.
    retry: flags.retry === undefined || flags.retry === round.retry.policy ? round.retry : resolveRetry(flags.retry),
    fairness: flags.fairness ?? round.fairness,
    expect: flags.expect ?? (reshapes(flags) ? [] : round.expect),
  }
}

/**
 * Whether flags make another experiment of a scenario, which its expectations were not written for: 299 winners are
 * right for 300 users, not for 50. The rules of the judge hold at any size.
 */
function reshapes({ users, seats, capacity, arrivals, retry, rateLimit }: Overrides): boolean {
  return [users, seats, capacity, arrivals, retry, rateLimit].some((flag) => flag !== undefined)
}
