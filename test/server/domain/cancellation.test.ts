import { expect, test } from 'vitest'
import { eventId, reference, userId } from '../../../src/booking/event.ts'
import type { Booking } from '../../../src/server/domain/booking.ts'
import { cancel, refuseCancellation } from '../../../src/server/domain/cancellation.ts'
import type { QueuedEvent } from '../../../src/server/domain/event-change.ts'

const soldOut: QueuedEvent = {
  id: eventId('concert'),
  name: 'Concert',
  capacity: 10,
  available: 0,
  version: 20,
  waitlist: true,
  waiting: 0,
}

const booking = (name: string, seats: number, status: Booking['status'] = 'booked'): Booking => ({
  reference: reference(name),
  eventId: soldOut.id,
  userId: userId(name),
  seats,
  status,
  version: 5,
})

const waiting = (name: string, seats: number) => booking(name, seats, 'waitlisted')

/** Who did what, and what the event was like then: `promoted ben, 2 left, version 22`. */
function tell(event: QueuedEvent, leaver: Booking, queue: readonly Booking[]): readonly string[] {
  return cancel({ ...event, waiting: queue.length }, leaver, queue).map(
    ({ booking: who, change }) =>
      `${change.kind} ${who.reference}, ${change.available} left, ${change.waiting} waiting, version ${change.version}`,
  )
}

test('a cancelled booking gives its seats back', () => {
  expect(tell(soldOut, booking('ana', 3), [])).toEqual(['cancelled ana, 3 left, 0 waiting, version 21'])
})

test('the queue moves up in order, each step with a version of its own', () => {
  expect(tell(soldOut, booking('ana', 3), [waiting('ben', 1), waiting('eva', 2), waiting('kim', 1)])).toEqual([
    'cancelled ana, 3 left, 3 waiting, version 21',
    'promoted ben, 2 left, 2 waiting, version 22',
    'promoted eva, 0 left, 1 waiting, version 23',
  ])
})

test('a party too large at the head holds up those behind it', () => {
  expect(tell(soldOut, booking('ana', 1), [waiting('ben', 2), waiting('eva', 1)])).toEqual([
    'cancelled ana, 1 left, 2 waiting, version 21',
  ])
})

test('when the party that held the queue up leaves it, those behind move up', () => {
  const ben = waiting('ben', 5)
  expect(tell({ ...soldOut, available: 2 }, ben, [ben, waiting('eva', 2)])).toEqual([
    'cancelled ben, 2 left, 1 waiting, version 21',
    'promoted eva, 0 left, 0 waiting, version 22',
  ])
})

test('leaving the queue from its middle gives back nothing and promotes nobody', () => {
  const eva = waiting('eva', 1)
  expect(tell({ ...soldOut, available: 1 }, eva, [waiting('ben', 2), eva, waiting('kim', 1)])).toEqual([
    'cancelled eva, 1 left, 2 waiting, version 21',
  ])
})

test('the queue is read no further than the first party that does not fit', () => {
  expect(cancel({ ...soldOut, waiting: 2 }, booking('ana', 1), brittleQueue())).toHaveLength(1)
})

function* brittleQueue() {
  yield waiting('ben', 2)
  throw new Error('read too far')
}

test('only the owner may cancel, and only once', () => {
  expect(refuseCancellation(booking('ana', 1), userId('ana'))).toBeNull()
  expect(refuseCancellation(booking('ana', 1), userId('ben'))).toBe('FORBIDDEN')
  expect(refuseCancellation(booking('ana', 1, 'cancelled'), userId('ana'))).toBe('ALREADY_CANCELLED')
})
