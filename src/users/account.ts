import type { UserId } from '../booking/event.ts'
import type { Session } from '../target/booking-api.ts'

/** A real account in the target, signed in. */
export interface Account {
  /** As the ledger names it. */
  readonly id: UserId
  readonly session: Session
}
