import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countingSort, countOf, indexesOf } from '../../src/judge/counting-sort.ts'
import { cases } from '../builders/cases.ts'

const bound = 6

test('indexes of the same number stand side by side, in their own order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(bound - 1)), (column) => {
      const sorted = countingSort(Uint32Array.from(column), bound)
      const groups = Array.from({ length: bound }, (_, number) =>
        column.flatMap((value, index) => (value === number ? index : [])),
      )
      expect([...sorted.order]).toEqual(groups.flat())
      expect(sorted.start).toHaveLength(bound + 1)
      expect(groups.map((_, number) => indexesOf(sorted, number))).toEqual(groups)
      expect(groups.map((_, number) => countOf(sorted, number))).toEqual(groups.map(({ length }) => length))
    }),
    { numRuns: cases(1000) },
  )
})

test('the lowest and the highest number may be missing, and so may all of them', () => {
  const { order, start } = countingSort(Uint32Array.of(2, 1, 2), 4)
  expect([...order]).toEqual([1, 0, 2])
  expect([...start]).toEqual([0, 0, 1, 3, 3])
  expect([...countingSort(new Uint32Array(), 2).start]).toEqual([0, 0, 0])
})

test('a number beyond all that were sorted has no indexes', () => {
  const sorted = countingSort(Uint32Array.of(0, 1), 2)
  expect(indexesOf(sorted, 2)).toEqual([])
  expect(indexesOf(sorted, 3)).toEqual([])
})
