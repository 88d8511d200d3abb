import { expect, test } from 'vitest'
import { hdrDistributions } from '../../src/record/hdr-distribution.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { historyFrom } from '../builders/round.ts'

interface Point {
  readonly value: number
  readonly percentile: number
  readonly count: number
}

/** Reads a distribution as plotters do: numbers in columns, what starts with `#` or names the columns is skipped. */
function pointsOf(block: string): readonly Point[] {
  const rows = block.split('\n').filter((line) => /^\s*\d/.test(line))
  return rows.map((row) => {
    const [value = NaN, percentile = NaN, count = NaN] = row.trim().split(/\s+/).map(Number)
    return { value, percentile, count }
  })
}

test('a round is two distributions in milliseconds, the response time before the service time', async () => {
  const history = historyFrom(`
    user planned sent ended outcome
    0    0       0    10    conflict
    1    0       5    15    conflict
    2    0       30   40    conflict
    3    0       40   99    unknown
  `)
  const text = await hdrDistributions('sale 1', history)
  const [planned = '', sent = ''] = text.split(/(?=^# sale 1)/m)
  expect(planned).toMatch(/^# sale 1: latency in ms from the planned moment\n +Value +Percentile +TotalCount/)
  expect(sent).toMatch(/^# sale 1: latency in ms from the send\n/)
  expect(pointsOf(planned).at(-1)).toMatchObject({ percentile: 1, count: 3 })
  // Three significant digits.
  expect(pointsOf(planned).at(-1)?.value).toBeCloseTo(40, 1)
  expect(pointsOf(sent).map(({ value }) => Math.round(value * 10) / 10)).toEqual(pointsOf(sent).map(() => 10))
})

test('a round in which nobody was answered has distributions of nothing', async () => {
  const text = await hdrDistributions('sale 1', new HistoryRecorder().history())
  expect(text.match(/Total count +=\s+0\]/g)).toHaveLength(2)
  expect(pointsOf(text)).toEqual([])
})
