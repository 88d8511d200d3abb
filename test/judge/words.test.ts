import { expect, test } from 'vitest'
import { counted, listed } from '../../src/judge/words.ts'

test.each([
  [0, '0 seats'],
  [1, '1 seat'],
  [2, '2 seats'],
  [12_345, '12,345 seats'],
])('%i of something is told as %s', (count, text) => {
  expect(counted(count, 'seat')).toBe(text)
})

test('a plural that is not formed with an s is told as given', () => {
  expect([1, 2].map((count) => counted(count, 'entry', 'entries'))).toEqual(['1 entry', '2 entries'])
})

test.each([
  ['', 'nothing'],
  ['a', 'a'],
  ['ab', 'a and b'],
  ['abc', 'a, b and c'],
  ['abcde', 'a, b, c, d and e'],
  ['abcdefg', 'a, b, c, d, e and 2 more'],
])('the letters of "%s" are listed as %s', (letters, text) => {
  expect(listed(letters.split(''))).toBe(text)
})
