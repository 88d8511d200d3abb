import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ascending, countBelow, countBelowFrom, countUpTo, numberAt } from '../../../src/judge/order/columns.ts'
import { cases } from '../../builders/cases.ts'

const times = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-Infinity, Infinity)), {
  maxLength: 20,
})

test('a column is asked for what it holds, and not past its end', () => {
  const column = Float64Array.of(5, 7)
  expect([numberAt(column, 0), numberAt(column, 1)]).toEqual([5, 7])
  expect(() => numberAt(column, 2)).toThrow(new RangeError('a column of 2 has no entry 2'))
  expect(() => numberAt(column, -1)).toThrow(RangeError)
})

test('indexes come in the order of their values, and those of one value in their own', () => {
  fc.assert(
    fc.property(times, (values) => {
      const sorted = [...values.keys()].toSorted((a, b) => {
        const [one = 0, other = 0] = [values[a], values[b]]
        return one === other ? a - b : one < other ? -1 : 1
      })
      expect([...ascending(Float64Array.from(values))]).toEqual(sorted)
    }),
    { numRuns: cases(500) },
  )
})

test('from wherever the count begins, it comes to the same', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: -4, max: 4 }), fc.nat(20), (values, limit, from) => {
      const column = Float64Array.from(values).sort()
      expect(countBelowFrom(Math.min(from, column.length), column, limit)).toBe(countBelow(column, limit))
    }),
    { numRuns: cases(500) },
  )
})

test('what is below a limit, or at it, is counted as if one by one', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: -4, max: 4 }), (values, limit) => {
      const column = Float64Array.from(values).sort()
      expect(countBelow(column, limit)).toBe(values.filter((value) => value < limit).length)
      expect(countUpTo(column, limit)).toBe(values.filter((value) => value <= limit).length)
    }),
    { numRuns: cases(500) },
  )
})
