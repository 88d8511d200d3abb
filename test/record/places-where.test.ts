import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesWhere } from '../../src/record/places-where.ts'

test('the places are those that a list would have found', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), fc.nat(9), (numbers, least) => {
      const expected = [...numbers.keys()].filter((place) => (numbers[place] ?? 0) >= least)
      expect([...placesWhere(Uint32Array.from(numbers), (number) => number >= least)]).toEqual(expected)
    }),
  )
})
