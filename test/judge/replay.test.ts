import { expect, test } from 'vitest'
import { peakHeld, replay, seatsSold } from '../../src/judge/replay.ts'
import { roundFrom } from '../builders/round.ts'

type Story = Parameters<typeof roundFrom>[0]

function replayed(rows: readonly string[], opening: NonNullable<Story['opening']> = {}) {
  const ledger = ['version kind reference account seats', ...rows].join('\n')
  const facts = roundFrom({ history: 'user outcome', ledger, opening })
  const entries = 'entries' in facts.ledger ? facts.ledger.entries : []
  const held = replay(facts.opening, entries)
  return {
    held: [...held],
    peak: peakHeld(facts.opening, held),
    sold: seatsSold(facts.opening, entries),
  }
}

test('bookings and promotions take seats, cancellations give them back', () => {
  expect(
    replayed([
      '2 booked A u0 3',
      '3 waitlisted B u1 2',
      '4 cancelled A u0 3',
      '5 promoted B u1 2',
      '6 cancelled B u1 2',
    ]),
  ).toEqual({ held: [3, 3, 0, 2, 0], peak: 3, sold: 0 })
})

test('who leaves the queue frees nothing, and who cancels twice frees the seats once', () => {
  expect(
    replayed([
      '2 booked A u0 3',
      '3 waitlisted B u1 2',
      '4 cancelled B u1 2',
      '5 cancelled A u0 3',
      '6 cancelled A u0 3',
    ]),
  ).toEqual({ held: [3, 3, 3, 0, 0], peak: 3, sold: 0 })
})

test('a reference gives back no more than it holds, and keeps what it did not give back', () => {
  const rows = ['2 booked A u0 3', '3 booked B u1 2', '4 cancelled A u0 1', '5 cancelled A u0 9']
  expect(replayed(rows).held).toEqual([3, 5, 4, 2])
})

test('seats of before the round are given back under references that nobody saw, and are not sold in it', () => {
  const rows = ['2 booked A u0 1', '3 cancelled OLD u8 3', '4 cancelled OLDER u9 3']
  expect(replayed(rows, { available: 6 })).toEqual({ held: [5, 2, 1], peak: 5, sold: -3 })
  expect(replayed([], { available: 6 })).toEqual({ held: [], peak: 4, sold: 0 })
})
