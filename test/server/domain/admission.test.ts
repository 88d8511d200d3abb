import { expect, test } from 'vitest'
import { eventId, userId } from '../../../src/booking/event.ts'
import { admit } from '../../../src/server/domain/admission.ts'
import type { BookingRequest } from '../../../src/server/domain/booking.ts'
import type { QueuedEvent } from '../../../src/server/domain/event-change.ts'

const concert: QueuedEvent = {
  id: eventId('concert'),
  name: 'Concert',
  capacity: 10,
  available: 4,
  version: 7,
  waitlist: false,
  waiting: 0,
}

const ask = (seats: number, versionsAllowed: readonly number[] | null = null): BookingRequest => ({
  eventId: concert.id,
  userId: userId('ana'),
  seats,
  key: null,
  versionsAllowed,
})

test('the last seats can be taken to the last one', () => {
  expect(admit(concert, ask(4))).toMatchObject({
    kind: 'admitted',
    change: { kind: 'booked', takes: 4, available: 0, version: 8 },
  })
})

test('one seat too many is refused as sold out', () => {
  expect(admit(concert, ask(5))).toEqual({ kind: 'refused', code: 'SOLD_OUT' })
})

test('at an event with a waitlist, one seat too many joins the queue and takes nothing', () => {
  expect(admit({ ...concert, waitlist: true }, ask(5))).toMatchObject({
    kind: 'admitted',
    change: { kind: 'waitlisted', takes: 0, available: 4, waiting: 1, version: 8 },
  })
})

test('a newcomer does not overtake the queue, even where the seats would do', () => {
  expect(admit({ ...concert, waitlist: true, waiting: 2 }, ask(1))).toMatchObject({
    change: { kind: 'waitlisted', waiting: 3 },
  })
})

test('more seats than the event has in all are refused for good, not queued', () => {
  expect(admit({ ...concert, waitlist: true }, ask(11))).toEqual({ kind: 'refused', code: 'SEATS_EXCEED_CAPACITY' })
})

test('an unknown event is refused as such', () => {
  expect(admit(undefined, ask(1))).toEqual({ kind: 'refused', code: 'EVENT_NOT_FOUND' })
})

test.each([
  { versions: [7], code: undefined },
  { versions: [6, 7], code: undefined },
  { versions: [6], code: 'PRECONDITION_FAILED' },
  { versions: [], code: 'PRECONDITION_FAILED' },
])('of the versions $versions allowed, version 7 must be one', ({ versions, code }) => {
  const admission = admit(concert, ask(1, versions))
  expect(admission.kind === 'refused' ? admission.code : undefined).toBe(code)
})
