import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { median, quantile, standing, wilson } from './statistics.ts'

describe('quantiles', () => {
  test('the median of an odd number of values is the one in the middle, in whatever order they come', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 9, 100])).toBe(10)
  })

  test('the median of an even number of values is the mean of the two in the middle', () => {
    expect(median([4, 1, 2, 100])).toBe(3)
  })

  test('nothing has no median', () => {
    expect(median([])).toBeNaN()
  })

  test('a quantile between two values lies between them in proportion', () => {
    expect(quantile([0, 10], 0.9)).toBeCloseTo(9)
    expect(quantile([3, 1, 2], 0)).toBe(1)
    expect(quantile([3, 1, 2], 1)).toBe(3)
  })

  test('the values asked about stay as they were', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('intervals of shares', () => {
  // Worked by hand from the formula with z = 1.96: 8 of 10 is the usual textbook case.
  test.each([
    [8, 10, 0.4902, 0.9433],
    [0, 40, 0, 0.0876],
    [40, 40, 0.9124, 1],
    [20, 40, 0.352, 0.648],
  ])('%i of %i', (hits, trials, low, high) => {
    const interval = wilson(hits, trials)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('no trial says nothing', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  })

  test('the interval holds the share, lies within 0 and 1, and is the mirror image of that of the misses', () => {
    const counts = fc
      .integer({ min: 1, max: 5000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    fc.assert(
      fc.property(counts, ([hits, trials]) => {
        const { low, high } = wilson(hits, trials)
        const misses = wilson(trials - hits, trials)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(hits / trials)
        expect(high).toBeGreaterThanOrEqual(hits / trials)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeCloseTo(1 - misses.high, 10)
      }),
    )
  })
})

describe('standing of two intervals', () => {
  const low = { low: 0.1, high: 0.3 }
  const high = { low: 0.4, high: 0.6 }

  test('apart, one is above and the other below', () => {
    expect(standing(high, low)).toBe('above')
    expect(standing(low, high)).toBe('below')
  })

  test('overlapping or touching, they cannot be told apart', () => {
    expect(standing(low, { low: 0.2, high: 0.9 })).toBe('intervals overlap')
    expect(standing(low, { low: 0.3, high: 0.9 })).toBe('intervals overlap')
    expect(standing(low, low)).toBe('intervals overlap')
  })
})
