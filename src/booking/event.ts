import { branded, type Branded } from './brand.ts'

export type EventId = Branded<string, 'event'>
export type UserId = Branded<string, 'user'>
export type Reference = Branded<string, 'reference'>

/**
 * An event as one read of it showed it. Every booking, cancellation, waitlist entry and promotion installs the next
 * `version`; a new event has version 1.
 */
export interface EventState {
  readonly id: EventId
  readonly name: string
  readonly capacity: number
  readonly available: number
  readonly version: number
  readonly waitlist: boolean
}

export const eventId = (text: string): EventId => branded<'event'>(text)
export const userId = (text: string): UserId => branded<'user'>(text)
export const reference = (text: string): Reference => branded<'reference'>(text)
