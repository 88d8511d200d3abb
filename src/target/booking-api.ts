import type { EventId } from '../booking/event.ts'
import type { Outcome } from '../booking/outcome.ts'

/** A request ready to be sent any number of times: nothing about it is worked out once the clock runs. */
export interface PreparedRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Names and values in turn, as undici takes them. */
  readonly headers: readonly string[]
  readonly body: string | null
}

/** Reads a response header by its lower-case name. */
export type HeaderReader = (name: string) => string | undefined

/** How a booking is asked for on the wire, and what an answer means. */
export interface BookingApi {
  /** A request that opens a connection and changes nothing: a look at the event, as users take before they buy. */
  readonly look: (eventId: EventId) => PreparedRequest
  readonly book: (ask: { token: string; eventId: EventId; seats: number; key: string }) => PreparedRequest
  readonly readAnswer: (status: number, header: HeaderReader, body: string) => Outcome
}
