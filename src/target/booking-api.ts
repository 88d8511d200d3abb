import type { CancelOutcome } from '../booking/cancellation.ts'
import type { EventId, Reference } from '../booking/event.ts'
import type { Outcome } from '../booking/outcome.ts'

/** A request ready to be sent any number of times: nothing about it is worked out once the clock runs. */
export interface PreparedRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  /** Names and values in turn, as undici takes them. */
  readonly headers: readonly string[]
  readonly body: string | null
}

/** Reads a response header by its lower-case name. */
export type HeaderReader = (name: string) => string | undefined

/** What a look at an event shows. */
export interface Glimpse {
  readonly available: number
  /** Null where the system does not say. */
  readonly version: number | null
}

/** How a booking is asked for and given back on the wire, and what an answer means. */
export interface BookingApi {
  /** A request that opens a connection and changes nothing: a look at the event, as users take before they buy. */
  readonly look: (eventId: EventId) => PreparedRequest
  readonly book: (ask: { token: string; eventId: EventId; seats: number; key: string }) => PreparedRequest
  readonly readAnswer: (status: number, header: HeaderReader, body: string) => Outcome
  readonly cancel: (ask: { token: string; reference: Reference }) => PreparedRequest
  readonly readCancellation: (status: number, body: string) => CancelOutcome
  /** @returns null where an answer to `look` shows no event */
  readonly readLook: (status: number, body: string) => Glimpse | null
}
