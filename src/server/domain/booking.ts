import type { EventId, Reference, UserId } from '../../booking/event.ts'

export type BookingStatus = 'booked' | 'waitlisted' | 'cancelled'

/** What a user holds: seats, or a place in the queue for them. */
export interface Booking {
  readonly reference: Reference
  readonly eventId: EventId
  readonly userId: UserId
  readonly seats: number
  readonly status: BookingStatus
  /** The version of the event that its latest change installed. */
  readonly version: number
}

export interface BookingRequest {
  readonly eventId: EventId
  readonly userId: UserId
  readonly seats: number
  /** The Idempotency-Key, where one was sent. */
  readonly key: string | null
  /** The versions of which the event must still have one (`If-Match`); null asks for none. */
  readonly versionsAllowed: readonly number[] | null
}

export type RefusalCode =
  | 'EVENT_NOT_FOUND'
  | 'SEATS_EXCEED_CAPACITY'
  | 'PRECONDITION_FAILED'
  | 'SOLD_OUT'
  | 'VERSION_CONFLICT'
  | 'KEY_REUSED'
  | 'KEY_IN_FLIGHT'

export interface Refused {
  readonly kind: 'refused'
  readonly code: RefusalCode
}

/** An answer that a user can rely on: it is kept with the Idempotency-Key, and repeated word for word. */
export type Confirmation =
  | {
      readonly kind: 'booked'
      readonly reference: Reference
      readonly eventId: EventId
      readonly userId: UserId
      readonly seats: number
      readonly version: number
    }
  | {
      readonly kind: 'waitlisted'
      readonly reference: Reference
      readonly eventId: EventId
      readonly seats: number
      readonly version: number
      /** Counted from 1. */
      readonly position: number
    }

export type BookingAnswer = Confirmation | Refused

export const refused = (code: RefusalCode): Refused => ({ kind: 'refused', code })
