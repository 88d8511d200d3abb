import { expect, test } from 'vitest'
import { userId } from '../../src/booking/event.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { seatsOf } from '../../src/judge/promises.ts'
import { roundFrom } from '../builders/round.ts'

type Story = Parameters<typeof roundFrom>[0]

/** What a round in which everybody asked for three seats promised. */
function promisedIn(rows: readonly string[], told: Partial<ReturnType<typeof roundFrom>> = {}) {
  const story: Story = { history: ['user outcome reference seats', ...rows].join('\n'), seats: 3 }
  const { promised, seats, possible } = prepareRound({ ...roundFrom(story), ...told }).answered
  return { promised: promised.map(({ user, acknowledged }) => `${user} ${acknowledged.reference}`), seats, possible }
}

test('who was told of a booking was promised the seats that the answer named, or else those that were asked for', () => {
  expect(promisedIn(['0 booked A 2', '1 booked - -', '2 conflict - -'])).toEqual({
    promised: ['0 A', '1 null'],
    seats: 5,
    possible: [],
  })
})

test('who is told of one reference again was promised its seats once, and who is told of another was promised both', () => {
  expect(promisedIn(['0 booked A 3', '0 booked A 3'])).toEqual({ promised: ['0 A'], seats: 3, possible: [] })
  expect(promisedIn(['0 booked A 3', '0 booked A 3', '0 booked B 2'])).toMatchObject({
    promised: ['0 A', '0 B'],
    seats: 5,
  })
})

test('of an answer that named no reference nobody knows whether it told of the same booking', () => {
  expect(promisedIn(['0 booked - -', '0 booked - -'])).toEqual({ promised: ['0 null'], seats: 3, possible: [3] })
  expect(promisedIn(['0 booked - -', '0 booked A 2'])).toEqual({ promised: ['0 A'], seats: 2, possible: [3] })
  expect(promisedIn(['0 booked - -', '0 unknown - -', '0 unknown - -'])).toEqual({
    promised: ['0 null'],
    seats: 3,
    possible: [3, 3],
  })
})

test('each lost answer may have been one of a booking', () => {
  expect(promisedIn(['0 unknown - -', '0 unknown - -', '0 conflict - -'])).toEqual({
    promised: [],
    seats: 0,
    possible: [3, 3],
  })
  expect(promisedIn(['0 unknown - -', '0 booked A 2'])).toEqual({ promised: ['0 A'], seats: 2, possible: [3] })
})

test('a place in the queue promises no seats', () => {
  expect(promisedIn(['0 waitlisted W -'])).toEqual({ promised: [], seats: 0, possible: [] })
  expect(promisedIn(['0 waitlisted W -', '0 booked W 3'])).toMatchObject({ promised: ['0 W'], seats: 3 })
})

test('the seats of a place in the queue are those that were asked for', () => {
  const { answers } = prepareRound(roundFrom({ history: 'user outcome reference\n 0 waitlisted W', seats: 3 }))
  expect(answers.map(seatsOf)).toEqual([3])
})

test('two who send one key from one account are promised one booking, and without a key two', () => {
  const shared = { accountOf: () => userId('shared') }
  const rows = ['0 booked A 3', '1 conflict - -', '2 booked A 3', '2 unknown - -']
  const once = { promised: ['0 A'], seats: 3, possible: [3] }
  const twice = { promised: ['0 A', '2 A'], seats: 6, possible: [3] }
  expect(promisedIn(rows, { ...shared, keyOf: () => 'same' })).toEqual(once)
  expect(promisedIn(rows, { ...shared, keyOf: () => null })).toEqual(twice)
  expect(promisedIn(rows, { keyOf: () => 'same' })).toEqual(twice)
})

test('a lost answer of one who shares a wish is what the other was told without a name', () => {
  const wish = { accountOf: () => userId('shared'), keyOf: () => 'same' }
  expect(promisedIn(['0 unknown - -', '1 booked - -'], wish)).toEqual({ promised: ['1 null'], seats: 3, possible: [3] })
})
