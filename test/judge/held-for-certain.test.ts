import { describe, expect, test } from 'vitest'
import { certainPeak } from '../../src/judge/held-for-certain.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { roundFrom } from '../builders/round.ts'

/** The peak of bookings of one seat each but where said otherwise, by rows of user, answer, reference and seats. */
function peak(bookings: readonly string[], cancellations: readonly string[] = []) {
  const rows = bookings.map((row) => row.replace(/^(\S+) /, '$1 0 booked '))
  const { answered, facts } = prepareRound(
    roundFrom({
      history: ['user sent outcome ended reference seats', ...rows].join('\n'),
      cancellations: ['user reference outcome sent ended', ...cancellations].join('\n'),
    }),
  )
  const { seats, holders } = certainPeak(answered.promised, facts.cancellations)
  return { seats, holders: holders.map(({ user }) => user).toSorted((a, b) => a - b) }
}

test('what nobody gives back is held from its answer on', () => {
  expect(peak([])).toEqual({ seats: 0, holders: [] })
  expect(peak(['0 10 A 1', '1 30 B 2', '2 20 C 1'])).toEqual({ seats: 4, holders: [0, 1, 2] })
})

test('what was asked for back counts until then, in whatever order its users are listed', () => {
  const asked = ['0 A cancelled 25 26', '2 C cancelled 40 41']
  // At 20 there were A and C, at 30 B and C, and after 40 B alone.
  expect(peak(['0 10 A 1', '1 30 B 2', '2 20 C 1'], asked)).toEqual({ seats: 3, holders: [1, 2] })
  expect(peak(['0 30 A 2', '1 10 B 1', '2 20 C 1'], ['1 B cancelled 25 26'])).toEqual({ seats: 3, holders: [0, 2] })
  // The one that ends first was not the first to be told.
  expect(peak(['0 10 A 1', '1 20 B 1', '2 30 C 1'], ['1 B cancelled 25 26', '0 A cancelled 50 51'])).toEqual({
    seats: 2,
    holders: [0, 1],
  })
})

test('the first of several equal peaks is told', () => {
  expect(peak(['0 10 A 1', '1 20 B 1'], ['0 A cancelled 15 16'])).toEqual({ seats: 1, holders: [0] })
})

describe('in doubt nothing was held', () => {
  test('at the instant at which one was asked for and the other told', () => {
    expect(peak(['0 10 A 1', '1 20 B 1'], ['0 A cancelled 20 21'])).toEqual({ seats: 1, holders: [0] })
    expect(peak(['0 10 A 1', '1 20 B 1'], ['0 A cancelled 21 22'])).toEqual({ seats: 2, holders: [0, 1] })
  })

  test('where it was asked for no later than it was told', () => {
    for (const sent of [5, 10]) {
      expect(peak(['0 10 A 1', '1 20 B 1'], [`0 A cancelled ${sent} 30`])).toEqual({ seats: 1, holders: [1] })
    }
  })

  test('after the first of several requests for it, whatever came of that', () => {
    const asked = ['0 A cancelled 40 41', '0 A unknown 15 16', '1 A gone 30 31']
    expect(peak(['0 10 A 1', '1 20 B 1'], asked)).toEqual({ seats: 1, holders: [0] })
  })
})

test('what was clearly refused was not given back', () => {
  expect(peak(['0 10 A 1', '1 20 B 1'], ['0 A refused 15 16'])).toEqual({ seats: 2, holders: [0, 1] })
})

test('what has no name can be given back by nobody', () => {
  expect(peak(['0 10 - 1', '1 20 B 1', '2 30 C 1'], ['1 B cancelled 25 26'])).toEqual({ seats: 2, holders: [0, 1] })
})
