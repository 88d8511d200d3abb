import { expect, test } from 'vitest'
import { lateText, watchedText } from '../../src/judge/watched-text.ts'

test('how long was waited is told in seconds, and nothing where nobody had to', () => {
  expect(watchedText({ quietMs: 2500 })).toBe(' (watched for 2.5 s without a change)')
  expect(watchedText({ quietMs: 0 })).toBe('')
})

test('how late a ledger was is told in milliseconds, and nothing where it was whole at once', () => {
  expect(lateText({ lateMs: 1200 })).toBe('; the ledger was still growing 1,200 ms after the last answer')
  expect(lateText({ lateMs: 0 })).toBe('')
})
