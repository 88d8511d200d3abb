import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import type { History } from '../../src/record/history.ts'
import { mergeHistories } from '../../src/record/merge.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { endedAttempts } from '../builders/ended-attempts.ts'

function historyOf(attempts: readonly EndedAttempt[]): History {
  const recorder = new HistoryRecorder()
  for (const attempt of attempts) recorder.add(attempt)
  return recorder.history()
}

/** What a history says, whichever numbers it keeps its codes under. */
const said = (history: History) => Array.from(attemptsOf(history))

const byEnd = (attempts: readonly EndedAttempt[]) => attempts.toSorted((a, b) => a.endedUs - b.endedUs)

test('a history that was split among senders and merged again is the whole', () => {
  const inOrder = fc.tuple(endedAttempts, fc.integer({ min: 1, max: 5 })).map(([attempts, of]) => ({
    attempts: byEnd(attempts).map((attempt, index) => ({ ...attempt, endedUs: index })),
    of,
  }))
  fc.assert(
    fc.property(inOrder, ({ attempts, of }) => {
      const parts = Array.from({ length: of }, (_, part) =>
        historyOf(attempts.filter(({ user }) => user % of === part)),
      )
      const merged = mergeHistories(parts)
      expect(said(merged)).toEqual(said(historyOf(attempts)))
      const given = parts.reduce((sum, { acknowledgements }) => sum + acknowledgements.length, 0)
      expect(merged.acknowledgements).toHaveLength(given)
    }),
  )
})

test('nothing is lost where attempts ended at once, or were recorded in another order than they ended in', () => {
  const key = (attempt: object) => JSON.stringify(attempt)
  fc.assert(
    fc.property(fc.array(endedAttempts, { maxLength: 4 }), (senders) => {
      const all = senders.flat().map((attempt) => ({ ...attempt, endedUs: Math.round(attempt.endedUs / 1e8) }))
      const parts = senders.map((attempts) =>
        historyOf(attempts.map((attempt) => ({ ...attempt, endedUs: Math.round(attempt.endedUs / 1e8) }))),
      )
      expect(said(mergeHistories(parts)).map(key).toSorted()).toEqual(said(historyOf(all)).map(key).toSorted())
    }),
  )
})

test('the attempts of one user keep their order', () => {
  fc.assert(
    fc.property(endedAttempts, endedAttempts, (one, other) => {
      const merged = said(
        mergeHistories([
          historyOf(byEnd(one)),
          historyOf(byEnd(other).map((attempt) => ({ ...attempt, user: attempt.user + 100 }))),
        ]),
      )
      expect(merged.filter(({ user }) => user < 100)).toEqual(said(historyOf(byEnd(one))))
    }),
  )
})

test('what nobody sent is nothing', () => {
  expect(mergeHistories([]).length).toBe(0)
  expect(mergeHistories([historyOf([]), historyOf([])]).length).toBe(0)
})
