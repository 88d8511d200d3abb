import type { EventState } from '../../booking/event.ts'
import type { LedgerKind } from '../../booking/ledger.ts'

/** An event as the rules of booking see it: what everybody may know, and how many entries wait in its queue. */
export interface QueuedEvent extends EventState {
  readonly waiting: number
}

/** One step of an event: what it does to the counters, and how they stand afterwards. */
export interface EventChange {
  readonly kind: LedgerKind
  /** Seats that leave the stock; negative where they come back. */
  readonly takes: number
  /** Entries that join the queue; negative where one leaves it. */
  readonly joins: number
  readonly available: number
  readonly waiting: number
  /** The version that this change installs. */
  readonly version: number
}

export const seatsTaken = (event: QueuedEvent, seats: number): EventChange => change(event, 'booked', seats, 0)

export const queueJoined = (event: QueuedEvent): EventChange => change(event, 'waitlisted', 0, 1)

export const queueLeft = (event: QueuedEvent): EventChange => change(event, 'cancelled', 0, -1)

export const seatsReturned = (event: QueuedEvent, seats: number): EventChange => change(event, 'cancelled', -seats, 0)

export const seatsPromoted = (event: QueuedEvent, seats: number): EventChange => change(event, 'promoted', seats, -1)

/** The event once the change has been applied. */
export function afterChange(event: QueuedEvent, { available, waiting, version }: EventChange): QueuedEvent {
  return { ...event, available, waiting, version }
}

function change(event: QueuedEvent, kind: LedgerKind, takes: number, joins: number): EventChange {
  return {
    kind,
    takes,
    joins,
    available: event.available - takes,
    waiting: event.waiting + joins,
    version: event.version + 1,
  }
}
