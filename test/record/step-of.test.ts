import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { attemptsOf } from '../../src/record/attempt.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { burstOf, stepOf } from '../../src/record/step-of.ts'
import { endedAttempts } from '../builders/ended-attempts.ts'
import { historyFrom } from '../builders/round.ts'

const history = historyFrom(`
  user step outcome  reference ended
  0    0    booked   A         1
  1    0    rejected -         2
  0    2    booked   B         3
  1    1    soldOut  -         4
  1    2    unknown  -         5
`)

test('what followed the burst is no part of it', () => {
  expect([...attemptsOf(burstOf(history))]).toEqual([...attemptsOf(history)].slice(0, 2))
  expect(stepOf(history, 2)).toMatchObject({ length: 2, acknowledgements: [{ reference: 'B' }] })
  expect([...attemptsOf(stepOf(history, 2))]).toMatchObject([
    { acknowledged: { reference: 'B' } },
    { acknowledged: null },
  ])
  expect(stepOf(history, 3).length).toBe(0)
})

test('a history without any follow-up is its burst, and no copy of it', () => {
  const burst = burstOf(history)
  expect(burstOf(burst)).toBe(burst)
})

test('every attempt is in one step, as it was and in the order in which it was', () => {
  fc.assert(
    fc.property(endedAttempts, (ended) => {
      const recorder = new HistoryRecorder()
      for (const attempt of ended) recorder.add(attempt)
      const whole = recorder.history()
      for (const step of new Set([0, ...whole.step])) {
        const own = [...attemptsOf(whole)].filter((attempt) => attempt.step === step)
        expect([...attemptsOf(stepOf(whole, step))]).toEqual(own)
      }
    }),
  )
})
