import { expect, test } from 'vitest'
import { isoTime, numberIfExact, onOneLine, readBooleans } from '../../../src/target/sql/values.ts'

test.each([
  ['0', 0],
  ['-7', -7],
  ['19.50', 19.5],
  ['12.00', 12],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740991.00', 9_007_199_254_740_991],
  ['0.1', 0.1],
])('%s is a number', (text, value) => {
  expect(numberIfExact(text)).toBe(value)
})

test.each(['9007199254740992', '9007199254740990.7', '0.1234567890123456', 'NaN', '-Infinity', '1e5', ''])(
  '"%s" stays text',
  (text) => {
    expect(numberIfExact(text)).toBe(text)
  },
)

test.each([
  ['2026-05-01 10:00:00.25', '2026-05-01T10:00:00.25'],
  ['2026-05-01T10:00:00Z', '2026-05-01T10:00:00Z'],
  ['2026-05-01', '2026-05-01'],
  ['infinity', 'infinity'],
  ['the 1st of May', 'the 1st of May'],
])('the time %s is told as %s', (text, told) => {
  expect(isoTime(text)).toBe(told)
})

test('a column of 0 and 1 is one of booleans, and one with another number is not', () => {
  const rows = [
    { paid: 1, seats: 1 },
    { paid: null, seats: null },
    { paid: 0, seats: 2 },
  ]
  readBooleans(rows, 'paid')
  readBooleans(rows, 'seats')
  expect(rows).toEqual([
    { paid: true, seats: 1 },
    { paid: null, seats: null },
    { paid: false, seats: 2 },
  ])
})

test('a message of several lines is told on one', () => {
  expect(onOneLine(' near "from"\n  at line 1\n')).toBe('near "from" at line 1')
})
