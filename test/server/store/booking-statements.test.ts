import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { eventId, reference, userId, type UserId } from '../../../src/booking/event.ts'
import { prepareBookingStatements } from '../../../src/server/store/booking-statements.ts'
import { schema } from '../../../src/server/store/schema.ts'

const concert = eventId('concert')
const ana = userId('ana')
const ben = userId('ben')

/** Bookings whose references come from a list, so that two of them can be made to collide. */
function openBookings(...references: readonly string[]) {
  const database = new Database(':memory:')
  onTestFinished(() => {
    database.close()
  })
  database.exec(schema)
  const rest = [...references]
  return prepareBookingStatements(database, () => {
    const next = rest.shift()
    if (next === undefined) throw new Error('asked for more references than expected')
    return reference(next)
  })
}

const waiting = (user: UserId, seats: number) =>
  ({ eventId: concert, userId: user, seats, status: 'waitlisted', version: 2 }) as const

test('a reference that is taken is not given twice: another one is tried', () => {
  const bookings = openBookings('EVT-AAAAAA', 'EVT-AAAAAA', 'EVT-AAAAAA', 'EVT-BBBBBB')
  expect(bookings.insert(waiting(ana, 1))).toBe('EVT-AAAAAA')
  expect(bookings.insert(waiting(ben, 2))).toBe('EVT-BBBBBB')
  expect(bookings.find(reference('EVT-AAAAAA'))).toMatchObject({ userId: ana, seats: 1 })
  expect(bookings.find(reference('EVT-BBBBBB'))).toMatchObject({ userId: ben, seats: 2 })
})

test('the queue is in the order of joining, and positions follow who leaves', () => {
  const bookings = openBookings('EVT-ZZZZZZ', 'EVT-AAAAAA')
  const first = bookings.insert(waiting(ana, 1))
  const second = bookings.insert(waiting(ben, 1))
  expect([...bookings.queue(concert)].map((booking) => booking.reference)).toEqual([first, second])
  expect([bookings.position(first), bookings.position(second)]).toEqual([1, 2])
  bookings.settle(first, 'booked', 3)
  expect([...bookings.queue(concert)].map((booking) => booking.reference)).toEqual([second])
  expect(bookings.position(second)).toBe(1)
})

test('nobody waits twice for one event, whoever may have asked for it', () => {
  const bookings = openBookings('EVT-AAAAAA', 'EVT-BBBBBB', 'EVT-CCCCCC')
  bookings.insert(waiting(ana, 1))
  expect(() => bookings.insert(waiting(ana, 2))).toThrow(/UNIQUE/)
  expect(bookings.findPlace(concert, ana)).toMatchObject({ seats: 1 })
  expect(bookings.findPlace(concert, ben)).toBeUndefined()
})
