import { expect, test } from 'vitest'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { tallyReasons } from '../../src/record/reasons.ts'

const times = { user: 0, attempt: 1, operation: 0, plannedUs: 0, sentUs: 0, endedUs: 1 }

test('rejections are told apart by status and code, unknown outcomes by cause; the most frequent comes first', () => {
  const recorder = new HistoryRecorder()
  recorder.add({ ...times, status: 409, outcome: { kind: 'conflict' } })
  recorder.add({ ...times, status: 403, outcome: { kind: 'rejected', code: null } })
  recorder.add({ ...times, status: 0, outcome: { kind: 'unknown', cause: 'timeout' } })
  recorder.add({ ...times, status: 400, outcome: { kind: 'rejected', code: 'INVALID' } })
  recorder.add({ ...times, status: 400, outcome: { kind: 'rejected', code: 'INVALID' } })
  recorder.add({ ...times, status: 400, outcome: { kind: 'rejected', code: 'CLOSED' } })
  expect(tallyReasons(recorder.history())).toEqual([
    { outcome: 'rejected', status: 400, reason: 'INVALID', attempts: 2 },
    { outcome: 'rejected', status: 403, reason: null, attempts: 1 },
    { outcome: 'unknown', status: 0, reason: 'timeout', attempts: 1 },
    { outcome: 'rejected', status: 400, reason: 'CLOSED', attempts: 1 },
  ])
})

test('a target that makes up a code for every answer does not fill the memory with them', () => {
  const recorder = new HistoryRecorder()
  for (let number = 0; number < 1500; number++) {
    recorder.add({ ...times, status: 400, outcome: { kind: 'rejected', code: `E${number}` } })
  }
  const { codes, length } = recorder.history()
  expect([codes.length, length]).toEqual([1000, 1500])
  expect(tallyReasons(recorder.history())[0]).toEqual({ outcome: 'rejected', status: 400, reason: null, attempts: 500 })
})
