import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomeKinds, type OutcomeCounts } from '../../src/booking/outcome.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { tallyAttempts, tallyUsers } from '../../src/record/tally.ts'
import { endedAttempts } from '../builders/ended-attempts.ts'
import { historyFrom } from '../builders/round.ts'

const none = Object.fromEntries(outcomeKinds.map((kind) => [kind, 0]))
const endingOf = (...outcomes: readonly string[]): string | undefined => {
  const history = historyFrom(['user outcome', ...outcomes.map((outcome) => `0 ${outcome}`)].join('\n'))
  return Object.entries(tallyUsers(history)).find(([, count]) => count === 1)?.[0]
}

const total = (counts: OutcomeCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

test('every request counts once, every user once', () => {
  const history = historyFrom(`
    user outcome  reference
    0    conflict -
    1    booked   A
    0    conflict -
    0    booked   B
    2    soldOut  -
  `)
  expect(tallyAttempts(history)).toEqual({ ...none, booked: 2, conflict: 2, soldOut: 1 })
  expect(tallyUsers(history)).toEqual({ ...none, booked: 2, soldOut: 1 })
})

test.each([
  ['the last refusal is how a refused user ended', ['conflict', 'rateLimited', 'soldOut'], 'soldOut'],
  ['a booking wins over what came later', ['booked', 'rejected'], 'booked'],
  ['a booking settles an earlier doubt', ['unknown', 'booked'], 'booked'],
  ['a place in the queue settles a doubt', ['unknown', 'waitlisted'], 'waitlisted'],
  ['a booking wins over a place in the queue', ['booked', 'waitlisted'], 'booked'],
  ['a refused retry does not undo a doubt', ['unknown', 'conflict', 'soldOut'], 'unknown'],
  ['a doubt after refusals is a doubt', ['conflict', 'unknown'], 'unknown'],
])('%s', (_, outcomes, ending) => {
  expect(endingOf(...outcomes)).toBe(ending)
})

test('the number of an attempt says which was last, even where answers overtook each other', () => {
  const history = historyFrom(`
    user attempt outcome
    0    2       soldOut
    0    1       conflict
  `)
  expect(tallyUsers(history)).toEqual({ ...none, soldOut: 1 })
})

test('counts add up to the requests, and to the users who sent any', () => {
  fc.assert(
    fc.property(endedAttempts, (attempts) => {
      const recorder = new HistoryRecorder()
      for (const attempt of attempts) recorder.add(attempt)
      const history = recorder.history()
      expect(total(tallyAttempts(history))).toBe(attempts.length)
      expect(total(tallyUsers(history))).toBe(new Set(attempts.map(({ user }) => user)).size)
      for (const kind of outcomeKinds)
        expect(tallyUsers(history)[kind]).toBeLessThanOrEqual(tallyAttempts(history)[kind])
    }),
  )
})
