import type { RateLimit } from '../booking/rate-limit.ts'
import type { Strategy } from '../booking/strategy.ts'
import type { YamlFile } from '../operator/yaml-file.ts'
import type { Arrivals } from './arrivals.ts'
import type { Expectation } from './expectation.ts'
import type { FollowUp } from './follow-up.ts'
import type { FairnessPolicy } from './fairness-policy.ts'
import type { RetryPolicy } from './retry-policy.ts'

export interface RoundScenario {
  readonly name: string
  readonly description: string | null
  readonly capacity: number
  /** Seats every user asks for. */
  readonly seats: number
  readonly waitlist: boolean
  /** Between the read and the write of a booking, on the embedded server. */
  readonly processingMs: number
  readonly users: number
  readonly arrivals: Arrivals
  readonly retry: RetryPolicy
  /** Visitors who look at the event again and again while it is being sold. */
  readonly readers: number
  /** What follows the burst, one after the other. */
  readonly followUps: readonly FollowUp[]
  readonly fairness: FairnessPolicy
  readonly expect: readonly Expectation[]
}

/** A scenario with every default filled in. */
export interface Scenario {
  readonly name: string
  readonly description: string
  /** Of the largest round, or more. */
  readonly users: number
  /** Fewer than `users` where several users share an account, which is the alternating mode. */
  readonly accounts: number
  readonly timeoutMs: number
  /** How long what was promised may take to show in the ledger before it counts as missing. */
  readonly settleMs: number
  /** Null where every run draws its own. */
  readonly seed: number | null
  readonly server: {
    readonly strategy: Strategy
    readonly processingMs: number
    readonly rateLimit: RateLimit
  }
  readonly rounds: readonly RoundScenario[]
  /** The target that the scenario is for, as its file says it; null where that is for the operator to say. */
  readonly target: ScenarioTarget | null
}

/** The path of a contract, or a contract that stands in the scenario itself. */
export type ScenarioTarget = { readonly path: string } | { readonly inline: YamlFile; readonly file: string }
