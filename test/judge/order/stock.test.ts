import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchBelow, searchEqual } from '../../../src/judge/order/stock.ts'
import { cases } from '../../builders/cases.ts'

const values = fc.array(fc.integer({ min: -3, max: 6 }), { minLength: 1, maxLength: 70 })

test('both searches find the first slot that fits, from anywhere on', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: -4, max: 8 }), (seats, wanted) => {
      const column = Float64Array.from(seats)
      const below = searchBelow(column)
      const equal = searchEqual(column)
      for (let from = 0; from < seats.length; from++) {
        expect(below(from, wanted)).toBe(seats.findIndex((value, slot) => slot >= from && value < wanted))
        expect(equal(from, wanted)).toBe(seats.findIndex((value, slot) => slot >= from && value === wanted))
      }
    }),
    { numRuns: cases(500) },
  )
})
