import { expect, test } from 'vitest'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { countLateSends, sendSpread } from '../../src/record/sending.ts'

/** Attempts that were to leave and left at these microseconds. */
function sent(...times: readonly (readonly [plannedUs: number, sentUs: number])[]) {
  const recorder = new HistoryRecorder()
  for (const [user, [plannedUs, sentUs]] of times.entries()) {
    const outcome = { kind: 'conflict' } as const
    recorder.add({ user, attempt: 1, operation: 0, plannedUs, sentUs, endedUs: sentUs + 1000, status: 409, outcome })
  }
  return recorder.history()
}

test('the spread is that of the first burst, from its first send', () => {
  const history = sent([0, 500], [0, 100], [0, 1100], [5000, 90_000])
  expect(sendSpread(history)).toEqual({ count: 3, spreadMs: 1, p50Ms: 0.4, p90Ms: 1 })
})

test('one user alone has no spread', () => {
  expect(sendSpread(sent([0, 100]))).toBeNull()
  expect(sendSpread(sent())).toBeNull()
})

test('late is what left more than 10 ms after its time, the first burst left out', () => {
  expect(countLateSends(sent([0, 50_000], [1000, 11_000], [1000, 11_001], [2000, 2100]))).toBe(1)
})
