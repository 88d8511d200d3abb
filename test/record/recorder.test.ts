import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reference } from '../../src/booking/event.ts'
import { unknownCauses, type Outcome } from '../../src/booking/outcome.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { endedAttempts } from '../builders/ended-attempts.ts'

function record(attempts: readonly EndedAttempt[]) {
  const recorder = new HistoryRecorder()
  for (const attempt of attempts) recorder.add(attempt)
  return recorder
}

function conflictOf(user: number): EndedAttempt {
  return {
    user,
    attempt: 1,
    operation: 0,
    plannedUs: user,
    sentUs: user + 0.25,
    endedUs: user + 0.5,
    status: 409,
    outcome: { kind: 'conflict' },
  }
}

function isAcknowledging(outcome: Outcome): boolean {
  return outcome.kind === 'booked' || outcome.kind === 'waitlisted'
}

test('what was recorded can be read back, in the order in which it ended', () => {
  fc.assert(
    fc.property(endedAttempts, (attempts) => {
      const readBack = Array.from(attemptsOf(record(attempts).history()))
      expect(readBack).toEqual(
        attempts.map(({ outcome, ...numbers }) => ({
          ...numbers,
          outcome: outcome.kind,
          cause: outcome.kind === 'unknown' ? outcome.cause : null,
          code: outcome.kind === 'rejected' ? outcome.code : null,
          acknowledged: isAcknowledging(outcome) ? outcome : null,
        })),
      )
    }),
  )
})

test('columns grow as far as they have to, and end where the history ends', () => {
  const history = record(Array.from({ length: 70_000 }, (_, user) => conflictOf(user))).history()
  expect(history.length).toBe(70_000)
  expect(history.user).toHaveLength(70_000)
  const readBack = Array.from(attemptsOf(history))
  for (const user of [0, 1023, 1024, 69_999]) {
    const { outcome: _, ...numbers } = conflictOf(user)
    expect(readBack[user]).toMatchObject({ ...numbers, outcome: 'conflict' })
  }
  expect(history.acknowledgements).toEqual([])
})

test('one attempt takes at most 64 bytes', () => {
  const { length: _, acknowledgements: __, codes: ___, ...columns } = new HistoryRecorder().history()
  const bytes = Object.values(columns).reduce((sum, column) => sum + column.BYTES_PER_ELEMENT, 0)
  expect(bytes).toBeLessThanOrEqual(64)
})

test('a history that was handed out does not change when more is recorded, or when the same object is used again', () => {
  const recorder = new HistoryRecorder()
  const attempt: { -readonly [Field in keyof EndedAttempt]: EndedAttempt[Field] } = {
    user: 1,
    attempt: 1,
    operation: 0,
    plannedUs: 0,
    sentUs: 0,
    endedUs: 5,
    status: 201,
    outcome: { kind: 'booked', reference: reference('A'), seats: 1, version: 2 },
  }
  recorder.add(attempt)
  const early = recorder.history()
  attempt.user = 2
  attempt.outcome = { kind: 'booked', reference: reference('B'), seats: 1, version: 3 }
  recorder.add(attempt)
  expect(Array.from(attemptsOf(early))).toMatchObject([{ user: 1, acknowledged: { reference: 'A' } }])
  expect(early.acknowledgements).toHaveLength(1)
  expect(Array.from(attemptsOf(recorder.history()))).toMatchObject([{ user: 1 }, { user: 2 }])
})

test.each(unknownCauses)('why nothing trustworthy came is kept: %s', (cause) => {
  const attempt = { user: 0, attempt: 1, operation: 0, plannedUs: 0, sentUs: 0, endedUs: 1, status: 0 }
  const history = record([{ ...attempt, outcome: { kind: 'unknown', cause } }]).history()
  expect(Array.from(attemptsOf(history))).toMatchObject([{ outcome: 'unknown', cause }])
})

test('a damaged history is an error, not a plausible number', () => {
  const attempt = { user: 0, attempt: 1, operation: 0, plannedUs: 0, sentUs: 0, endedUs: 1, status: 409 }
  const history = record([{ ...attempt, outcome: { kind: 'conflict' } }]).history()
  expect(() => Array.from(attemptsOf({ ...history, length: 2 }))).toThrow(RangeError)
  expect(() => Array.from(attemptsOf({ ...history, outcome: Uint8Array.of(99) }))).toThrow(RangeError)
})
