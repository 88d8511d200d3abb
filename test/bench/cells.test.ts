import { expect, test } from 'vitest'
import { barCell, number, percent } from './cells.ts'

test('a bar is met up to and at its limit', () => {
  expect(barCell(0.649, 0.65)).toBe('≤ 0.65 met')
  expect(barCell(0.65, 0.65)).toBe('≤ 0.65 met')
  expect(barCell(0.651, 0.65)).toBe('≤ 0.65 missed')
})

test('what was not measured meets no bar', () => {
  expect(barCell(NaN, 10)).toBe('≤ 10 missed')
  expect(number(NaN)).toBe('–')
})

test('without a bar there is nothing to say', () => {
  expect(barCell(1, undefined)).toBe('')
})

test('shares are whole percentages', () => {
  expect(percent(0.876)).toBe('88 %')
})
