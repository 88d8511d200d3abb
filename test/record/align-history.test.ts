import { expect, test } from 'vitest'
import { reference } from '../../src/booking/event.ts'
import { alignHistory } from '../../src/record/align-history.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'

const common = { attempt: 1, operation: 0 }

function unordered() {
  const recorder = new HistoryRecorder()
  const rejected = { kind: 'rejected', code: 'CLOSED' } as const
  const booked = { kind: 'booked', reference: reference('R'), seats: 1, version: 2 } as const
  recorder.add({ ...common, user: 0, plannedUs: 100, sentUs: 101, endedUs: 130, status: 422, outcome: rejected })
  recorder.add({ ...common, user: 1, plannedUs: 100, sentUs: 102, endedUs: 120, status: 201, outcome: booked })
  recorder.add({
    ...common,
    user: 2,
    plannedUs: 100,
    sentUs: 103,
    endedUs: 120,
    status: 409,
    outcome: { kind: 'conflict' },
  })
  return recorder.history()
}

test('attempts come in the order in which they ended, each with all that is known of it', () => {
  const attempts = [...attemptsOf(alignHistory(unordered(), 100))]
  expect(attempts).toMatchObject([
    { user: 1, outcome: 'booked', status: 201, sentUs: 2, endedUs: 20, acknowledged: { reference: 'R', version: 2 } },
    { user: 2, outcome: 'conflict', status: 409, sentUs: 3, endedUs: 20, acknowledged: null },
    { user: 0, outcome: 'rejected', status: 422, plannedUs: 0, sentUs: 1, endedUs: 30, code: 'CLOSED' },
  ])
})

test('a history that is as it should be stays the same one', () => {
  const history = alignHistory(unordered(), 0)
  expect(alignHistory(history, 0)).toBe(history)
})
