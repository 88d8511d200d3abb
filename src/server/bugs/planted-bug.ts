import type { Desk } from '../desk.ts'
import type { ShowEvent } from '../http/route-tools.ts'
import type { Store } from '../store/store.ts'
import type { BookingStrategy, StrategyTools } from '../strategies/booking-strategy.ts'

/**
 * A bug that is planted on purpose, so that one sees what a failure looks like and the judge can be put to the test. It
 * takes the place of a part of the server as that is put together; the correct code knows nothing of it.
 */
export interface PlantedBug {
  /** Stands between bookings and the store. */
  readonly store?: (store: Store) => Store
  /** Stands between those who look at an event and what there is to see. */
  readonly showEvent?: (show: ShowEvent) => ShowEvent
  readonly strategy?: (strategy: BookingStrategy, tools: StrategyTools) => BookingStrategy
  readonly desk?: (desk: Desk, tools: StrategyTools, strategy: BookingStrategy) => Desk
}
