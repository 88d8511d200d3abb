import { expect, test } from 'vitest'
import { followUpsOf } from '../../src/run/follow-up-results.ts'
import { resolveFollowUp } from '../../src/scenario/resolve.ts'
import { roundFrom } from '../builders/round.ts'

const followUps = [{ cancel: {} }, { book: {} }, { cancel: { times: 2 } }].map(resolveFollowUp)
const burst = 'user outcome reference step sent ended\n 0 booked A 0 0 5\n 1 soldOut - 0 1 6'

test('a round that nothing followed says nothing of it, whatever was planned', () => {
  expect(followUpsOf({ followUps: [] }, roundFrom({ history: burst }))).toEqual({})
  expect(followUpsOf({ followUps }, roundFrom({ history: burst }))).toEqual({})
})

test('each follow-up is told with what came of its own requests, and within what time they left', () => {
  const facts = roundFrom({
    history: `${burst}\n 1 booked B 2 40 48\n 0 conflict - 2 43 44`,
    cancellations: `
      user reference outcome   step sent ended
      0    A         cancelled 1    20   25
      0    A         gone      3    60   65
      1    B         unknown   3    61   70
      1    B         refused   3    62.5 63
    `,
  })
  const { followUps: told = [] } = followUpsOf({ followUps }, facts)
  const none = { cancelled: 0, gone: 0, refused: 0, unknown: 0 }
  expect(told).toMatchObject([
    {
      description: 'every booking is cancelled',
      spreadMs: 0,
      bookings: { booked: 0, conflict: 0 },
      cancellations: { ...none, cancelled: 1 },
    },
    {
      description: 'whoever has nothing books',
      spreadMs: 3,
      bookings: { booked: 1, conflict: 1 },
      cancellations: none,
    },
    {
      description: 'every booking is cancelled 2 times at once',
      spreadMs: 2.5,
      cancellations: { ...none, gone: 1, refused: 1, unknown: 1 },
    },
  ])
})

test('a follow-up in which nobody had anything to send counts nothing; those that were not reached are not told', () => {
  const facts = roundFrom({ history: `${burst}\n 1 booked B 2 40 48` })
  const { followUps: told = [] } = followUpsOf({ followUps }, facts)
  expect(told.map(({ bookings }) => bookings.booked)).toEqual([0, 1])
})

test('a history alone does not know what was meant', () => {
  const facts = roundFrom({ history: burst, cancellations: 'user reference outcome step\n 0 A cancelled 1' })
  const [told] = followUpsOf({ followUps: [] }, facts).followUps ?? []
  expect(told).not.toHaveProperty('description')
  expect(told?.cancellations.cancelled).toBe(1)
})
