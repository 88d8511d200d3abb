import type { Arrivals } from '../scenario/arrivals.ts'
import type { FollowUp } from '../scenario/follow-up.ts'
import type { RetryPolicy } from '../scenario/retry-policy.ts'
import type { RoundScenario, Scenario } from '../scenario/scenario.ts'
import { arrivalTimesUs } from './arrival-times.ts'
import { mix, permutation } from './random.ts'

/**
 * Who asks for what, when, in one playing of a round: plain data, decided before the first request and the same
 * whenever the seed is. Columns, so that it can be cut into shards and handed to another thread as it is.
 */
export interface RoundPlan {
  readonly name: string
  readonly repetition: number
  readonly capacity: number
  readonly waitlist: boolean
  /** How long the embedded server takes between the read and the write of a booking. */
  readonly processingMs: number
  /** The users in the order in which they are released; index `i` of the columns below is the i-th of them. */
  readonly user: Uint32Array
  /** Seats that the user asks for. */
  readonly seats: Uint32Array
  /**
   * When the user presses "buy" for the first time, in microseconds after the gate opens, ascending: users of the same
   * instant stand next to each other and are released together.
   */
  readonly atUs: Float64Array
  /** Where `atUs` comes from; a `loop` also says until when users go again. */
  readonly arrivals: Arrivals
  readonly retry: RetryPolicy
  /** Visitors who look at the event again and again while it is being sold. */
  readonly readers: number
  /** What follows the burst, one after the other; who does what in them depends on what became of it. */
  readonly followUps: readonly FollowUp[]
  readonly timeoutMs: number
  /** Fixes what is drawn while the round runs, such as the jitter of a retry. */
  readonly seed: number
}

/** One playing of a scenario, round by round. */
export interface Plan {
  readonly users: number
  readonly accounts: number
  readonly seed: number
  readonly rounds: readonly RoundPlan[]
}

/**
 * Decides every arrival of a run.
 * @param seed fixes all that is drawn, 32 bits
 * @param repeat how often each round is played, each time with an order of its own
 */
export function planRun(scenario: Scenario, { seed, repeat }: { seed: number; repeat: number }): Plan {
  const rounds = scenario.rounds.flatMap((round, index) =>
    Array.from({ length: repeat }, (_, repetition) =>
      planRound(round, { timeoutMs: scenario.timeoutMs, seed: mix(seed, index, repetition), repetition }),
    ),
  )
  return { users: scenario.users, accounts: scenario.accounts, seed, rounds }
}

function planRound(
  round: RoundScenario,
  { timeoutMs, seed, repetition }: { timeoutMs: number; seed: number; repetition: number },
): RoundPlan {
  return {
    name: round.name,
    repetition: repetition + 1,
    capacity: round.capacity,
    waitlist: round.waitlist,
    processingMs: round.processingMs,
    // A fresh order each time: in a fixed one the position in the release loop would itself be the preference.
    user: permutation(round.users, seed),
    seats: new Uint32Array(round.users).fill(round.seats),
    atUs: arrivalTimesUs(round.arrivals, round.users),
    arrivals: round.arrivals,
    retry: round.retry,
    readers: round.readers,
    followUps: round.followUps,
    timeoutMs,
    seed,
  }
}
