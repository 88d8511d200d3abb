import type { RoundPlan } from '../plan/plan.ts'
import type { Fields, Session } from '../target/booking-api.ts'
import type { ToldContract } from '../target/contract/compile.ts'

/** Where the requests of a run go, and how they travel. */
export interface Route {
  /** Where the API starts, such as `http://127.0.0.1:3000/api/v1`. */
  readonly baseUrl: string
  /** A certificate to trust beside those that everybody trusts; PEM. */
  readonly certificate: string | null
  readonly http2: boolean
  /** How the target is talked to. */
  readonly contract: ToldContract
}

/** All that a sender needs to play a round, or its shard of one: plain data, so that it can be handed to a thread. */
export interface Shot {
  readonly plan: RoundPlan
  /** The fields of the event, its `id` among them. */
  readonly event: Fields
  /** Users take them in turn: user `u` books with session `u` modulo their number. */
  readonly sessions: readonly Session[]
  /** Starts every idempotency key of the round. */
  readonly keyPrefix: string
}

/** The idempotency key of what a user set out to do. */
export const keyOf = ({ keyPrefix }: Pick<Shot, 'keyPrefix'>, user: number, operation: number): string =>
  `${keyPrefix}-${user}-${operation}`
