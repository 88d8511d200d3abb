import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  answeredLatencies,
  latencyByOutcome,
  percentile,
  plannedLatencies,
  summariseLatency,
} from '../../src/record/latency.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { endedAttempts } from '../builders/ended-attempts.ts'
import { historyFrom } from '../builders/round.ts'

test('a sample is summarised in any order', () => {
  expect(summariseLatency([40, 15, 50, 20, 35])).toEqual({
    count: 5,
    min: 15,
    mean: 32,
    stdev: 14.405,
    p50: 35,
    p90: 50,
    p95: 50,
    p99: 50,
    max: 50,
  })
})

test('of nothing, nothing is known', () => {
  const nothing = { min: null, mean: null, stdev: null, p50: null, p90: null, p95: null, p99: null, max: null }
  expect(summariseLatency([])).toEqual({ count: 0, ...nothing })
})

test('one value has no spread', () => {
  expect(summariseLatency(Float64Array.of(7))).toMatchObject({ count: 1, mean: 7, stdev: null, p99: 7 })
})

test('the values handed in are left as they were', () => {
  const values = Float64Array.of(3, 1, 2)
  summariseLatency(values)
  expect([...values]).toEqual([3, 1, 2])
})

describe('a percentile', () => {
  // The worked example of the nearest-rank method.
  const sample = Float64Array.of(15, 20, 35, 40, 50)
  test.each([
    [5, 15],
    [20, 15],
    [20.1, 20],
    [30, 20],
    [40, 20],
    [50, 35],
    [100, 50],
  ])('p(%d) is %d', (percent, value) => {
    expect(percentile(sample, percent)).toBe(value)
  })

  test('is not pushed up a rank by binary fractions', () => {
    const thousand = Float64Array.from({ length: 1000 }, (_, index) => index + 1)
    expect(percentile(thousand, 99.9)).toBe(999)
    for (let tenths = 1; tenths <= 1000; tenths++) expect(percentile(thousand, tenths / 10)).toBe(tenths)
  })

  const samples = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 })
  const percents = fc.double({ min: 0.001, max: 100, noNaN: true })

  test('is a member of the sample, never falls as its rank rises, and covers what it promises', () => {
    fc.assert(
      fc.property(samples, percents, percents, (values, one, other) => {
        const ascending = Float64Array.from(values).sort()
        const low = percentile(ascending, Math.min(one, other)) ?? NaN
        const high = percentile(ascending, Math.max(one, other)) ?? NaN
        expect(values).toContain(low)
        expect(low).toBeLessThanOrEqual(high)
        const covered = values.filter((value) => value <= high).length
        expect((covered / values.length) * 100).toBeGreaterThanOrEqual(Math.max(one, other) - 1e-6)
      }),
    )
  })
})

const history = historyFrom(`
  user sent ended outcome  reference status
  0    0    5     booked   A         201
  1    1    9     conflict -         409
  2    0    30    unknown  -         0
  3    0    20    unknown  -         502
  4    2    4     conflict -         409
`)

test('overall, what was answered counts, whatever the answer', () => {
  expect([...answeredLatencies(history)]).toEqual([2, 5, 8, 20])
})

test('by outcome, what was never answered is there as well', () => {
  const summaries = latencyByOutcome(history)
  expect(Object.keys(summaries)).toEqual(['booked', 'conflict', 'unknown'])
  expect(summaries.conflict).toMatchObject({ count: 2, min: 2, mean: 5, max: 8 })
  expect(summaries.unknown).toMatchObject({ count: 2, min: 20, max: 30 })
})

test('from the planned moment, the wait before a late send counts, and no answer still means no latency', () => {
  const late = historyFrom(`
    user planned sent ended outcome  status
    0    0       0    10    conflict 409
    1    1       21   31    conflict 409
    2    2       32   42    conflict 409
    3    3       42   99    unknown  0
  `)
  expect([...answeredLatencies(late)]).toEqual([10, 10, 10])
  expect([...plannedLatencies(late)]).toEqual([10, 30, 40])
})

test('a send that a timer let go early is not timed from a moment that had not come', () => {
  const early = historyFrom(`
    user planned sent ended outcome
    0    1       0.5  3     conflict
  `)
  expect([...plannedLatencies(early)]).toEqual([2.5])
})

test('from the planned moment, nothing is ever quicker than from the send', () => {
  fc.assert(
    fc.property(endedAttempts, (attempts) => {
      const recorder = new HistoryRecorder()
      for (const attempt of attempts) recorder.add(attempt)
      const [sent, planned] = [answeredLatencies(recorder.history()), plannedLatencies(recorder.history())]
      expect(planned).toHaveLength(sent.length)
      for (const [index, ms] of planned.entries()) expect(ms).toBeGreaterThanOrEqual(sent[index] ?? Infinity)
    }),
  )
})

test('latencies are told to the microsecond', () => {
  const precise = historyFrom(`
    user sent ended     outcome
    0    0    1.2345678 conflict
  `)
  expect([...answeredLatencies(precise)]).toEqual([1.235])
})
