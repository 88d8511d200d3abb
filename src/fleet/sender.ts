import type { Fired } from '../fire/fire-round.ts'
import type { History } from '../record/history.ts'
import type { Oddity } from '../target/booking-api.ts'

/** What a sender did of a round, and what its users saw. */
export interface Sent {
  readonly fired: Fired
  readonly history: History
  /** What was answered and is not as the contract says. */
  readonly oddities: readonly Oddity[]
}
