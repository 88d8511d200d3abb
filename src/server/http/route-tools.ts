import type { ArrivalLog } from '../arrivals.ts'
import type { Desk } from '../desk.ts'
import type { Store } from '../store/store.ts'
import type { Tally } from '../tally.ts'
import type { Tokens } from './tokens.ts'

/** What whoever looks at an event is shown of it. */
export type ShowEvent = Store['events']['read']

/** What the routes work with. */
export interface RouteTools {
  readonly arrivals: ArrivalLog
  readonly desk: Desk
  readonly showEvent: ShowEvent
  readonly store: Store
  readonly tally: Tally
  readonly tokens: Tokens
}
