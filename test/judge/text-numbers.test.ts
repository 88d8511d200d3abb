import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextNumbers } from '../../src/judge/text-numbers.ts'

test('each text has one number, in the order in which they are met', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
      const numbers = new TextNumbers()
      const known = [...new Set(texts)]
      expect(texts.map((text) => numbers.numberOf(text))).toEqual(texts.map((text) => known.indexOf(text)))
      expect(numbers.size).toBe(known.length)
      expect(known.map((text) => numbers.find(text))).toEqual([...known.keys()])
      expect(numbers.find('no such text')).toBeUndefined()
    }),
  )
})

test('many texts that differ in little keep their numbers, however often the table grows', () => {
  const numbers = new TextNumbers()
  const text = (index: number) => `e67fe49e-11e5-419e-a7b8-${index.toString(16).padStart(12, '0')}`
  const indexes = Array.from({ length: 20_000 }, (_, index) => index)
  expect(indexes.map((index) => numbers.numberOf(text(index)))).toEqual(indexes)
  expect(indexes.map((index) => numbers.find(text(index)))).toEqual(indexes)
  expect(numbers.find(text(20_000))).toBeUndefined()
  expect(numbers.size).toBe(20_000)
})

test('texts of the same hash are told apart', () => {
  const numbers = new TextNumbers()
  // Found by trying a million; under another hash they are texts like any others.
  const [one, other] = ['0007078f', '000c7560']
  expect(numbers.numberOf(one)).toBe(0)
  expect(numbers.find(other)).toBeUndefined()
  expect([other, one, other].map((text) => numbers.numberOf(text))).toEqual([1, 0, 1])
  expect([one, other].map((text) => numbers.find(text))).toEqual([0, 1])
})
