import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { summariseRetries } from '../../src/record/retries.ts'
import { tallyUsers } from '../../src/record/tally.ts'
import { endedAttempts } from '../builders/ended-attempts.ts'
import { historyFrom } from '../builders/round.ts'

const whole = { interrupted: false }
const stopped = { interrupted: true }

test('attempts are counted for each user, and success is timed from the first planned moment to the booking', () => {
  const history = historyFrom(`
    user planned sent ended outcome  reference
    0    0       1    9     conflict -
    1    0       2    8     booked   A
    0    20      21   30    conflict -
    0    50      50   61    booked   B
    2    0       3    12    soldOut  -
  `)
  expect(summariseRetries(history, whole)).toMatchObject({
    attemptsPerUser: { mean: 1.667, p50: 1, max: 3 },
    timeToSuccess: { count: 2, min: 8, max: 61 },
    gaveUp: 0,
  })
})

test.each([
  ['conflict', 1],
  ['rateLimited', 1],
  ['unknown', 1],
  ['soldOut', 0],
  ['waitlisted', 0],
  ['rejected', 0],
  ['booked', 0],
])('whose last attempt ended in %s gave up: %d', (outcome, gaveUp) => {
  const history = historyFrom(`
    user outcome
    0    conflict
    0    ${outcome}
  `)
  expect(summariseRetries(history, whole).gaveUp).toBe(gaveUp)
})

test('the number of an attempt says which was last, even where answers overtook each other', () => {
  const history = historyFrom(`
    user attempt outcome
    0    2       soldOut
    0    1       conflict
  `)
  expect(summariseRetries(history, whole).gaveUp).toBe(0)
})

test('of two attempts under one number the first to end counts, as it does for how users ended', () => {
  const history = historyFrom(`
    user attempt outcome
    0    1       soldOut
    0    1       conflict
  `)
  expect(summariseRetries(history, whole).gaveUp).toBe(0)
  expect(tallyUsers(history)).toMatchObject({ soldOut: 1, conflict: 0 })
})

test('who was stopped is not said to have given up', () => {
  const history = historyFrom(`
    user outcome
    0    conflict
  `)
  expect(summariseRetries(history, stopped).gaveUp).toBeNull()
})

test('where nothing was sent, nothing is known', () => {
  const { attemptsPerUser, timeToSuccess, gaveUp } = summariseRetries(new HistoryRecorder().history(), whole)
  expect([attemptsPerUser, timeToSuccess.count, timeToSuccess.p50, gaveUp]).toEqual([null, 0, null, 0])
})

test('as many succeed as were booked, and nobody both succeeds and gives up', () => {
  fc.assert(
    fc.property(endedAttempts, (attempts) => {
      const recorder = new HistoryRecorder()
      for (const attempt of attempts) recorder.add(attempt)
      const history = recorder.history()
      const { timeToSuccess, gaveUp, attemptsPerUser } = summariseRetries(history, whole)
      const users = new Set(attempts.map(({ user }) => user)).size
      expect(timeToSuccess.count).toBe(tallyUsers(history).booked)
      expect(timeToSuccess.count + (gaveUp ?? NaN)).toBeLessThanOrEqual(users)
      expect((attemptsPerUser?.mean ?? 0) * users).toBeCloseTo(attempts.length, 1)
    }),
  )
})
