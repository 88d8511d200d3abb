import { expect, test } from 'vitest'
import { followUpText } from '../../src/report/follow-up-text.ts'

const noBookings = { booked: 0, conflict: 0, soldOut: 0, waitlisted: 0, rateLimited: 0, rejected: 0, unknown: 0 }
const noCancellations = { cancelled: 0, gone: 0, refused: 0, unknown: 0 }
const bookings = { ...noBookings, total: 0 }

test('what was done and what came of it is told part by part', () => {
  expect(
    followUpText({
      description: 'every booking is cancelled, while everyone books',
      spreadMs: 1.234,
      bookings: { ...bookings, booked: 1200, soldOut: 1, unknown: 2 },
      cancellations: { cancelled: 1, gone: 3, refused: 2, unknown: 1 },
    }),
  ).toEqual([
    'every booking is cancelled, while everyone books',
    '7 cancellations: 1 cancelled, 3 gone already, 2 refused and 1 unknown',
    '1,203 requests: 1,200 booked, 1 sold out and 2 unknown',
    'within 1.23 ms',
  ])
})

test('what was not asked for is not told, nor what was meant where nobody said', () => {
  const cancellations = { ...noCancellations, cancelled: 1 }
  expect(followUpText({ spreadMs: 0, bookings, cancellations })).toEqual(['1 cancellation: 1 cancelled', 'within 0 ms'])
  expect(followUpText({ spreadMs: 0, bookings, cancellations: noCancellations })).toEqual(['within 0 ms'])
})
