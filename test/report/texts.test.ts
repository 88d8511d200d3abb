import { expect, test } from 'vitest'
import { countOf, countText, shareText } from '../../src/report/count-text.ts'
import { durationText, timeUnitFor } from '../../src/report/duration-text.ts'
import { plainText } from '../../src/report/plain-text.ts'
import { clip, textWidth } from '../../src/report/text-width.ts'
import { labelled, wrapText } from '../../src/report/wrap-text.ts'

test('durations take the unit that needs the fewest digits', () => {
  const texts = [0, 0.004, 0.84, 9.996, 41.24, 99.96, 312.4, 999.6, 2504, 125_000].map(durationText)
  expect(texts).toEqual([
    '0 ms',
    '0.00 ms',
    '0.84 ms',
    '10.0 ms',
    '41.2 ms',
    '100 ms',
    '312 ms',
    '1.0 s',
    '2.5 s',
    '125.0 s',
  ])
})

test('a table of long times is in seconds as a whole', () => {
  expect(timeUnitFor(11_000).name).toBe('ms')
  expect(timeUnitFor(130_000).text(2504)).toBe('2.50')
})

test('counts have separated thousands and agree with their nouns', () => {
  expect([countText(12_406), countText(null), countOf(1, 'seat'), countOf(1000, 'seat')]).toEqual([
    '12,406',
    '–',
    '1 seat',
    '1,000 seats',
  ])
})

test('a share is never rounded to nobody or to everybody', () => {
  expect([shareText(0, 300), shareText(1, 20_000), shareText(19_999, 20_000), shareText(300, 300)]).toEqual([
    '0.0 %',
    '<0.1 %',
    '>99.9 %',
    '100.0 %',
  ])
})

test('width counts columns, not characters', () => {
  expect([textWidth('座席'), textWidth('e\u0301'), textWidth('🎟'), textWidth('\u001B[1mbold\u001B[22m')]).toEqual([
    4, 1, 1, 4,
  ])
  expect(clip('座席予約', 6)).toBe('座席…')
})

test('plain text is one line without control characters', () => {
  expect(plainText('a\nb\u001B[31mc\u001B[0m\u202Ed\u0007')).toBe('a bcd')
})

test('words too long for a line are broken, others are not', () => {
  expect(wrapText('one abcdefghijkl two', 5)).toEqual(['one', 'abcde', 'fghij', 'kl', 'two'])
})

test('a sentence hangs beside its label, and goes beneath a label that leaves it no room', () => {
  expect(labelled({ text: 'seats' }, { text: '10 of 10 sold and none left, as it should be' }, { width: 40 })).toEqual([
    'seats  10 of 10 sold and none left, as',
    '       it should be',
  ])
  expect(labelled({ text: 'a-very-long-name-of-a-round' }, { text: ['one', 'two'] }, { width: 40 })).toEqual([
    'a-very-long-name-of-a-round',
    '    one · two',
  ])
})
