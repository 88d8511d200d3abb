import type { Fired } from '../fire/fire-round.ts'
import type { History } from '../record/history.ts'

/** What a sender did of a round, and what its users saw. */
export interface Sent {
  readonly fired: Fired
  readonly history: History
}
