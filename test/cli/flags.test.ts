import { InvalidArgumentError } from 'commander'
import { describe, expect, test } from 'vitest'
import { duration, limitOf, rateLimit, url, wholeNumber } from '../../src/cli/flags.ts'

describe('wholeNumber', () => {
  test.each([
    ['1', 1],
    ['300', 300],
    ['10k', 10_000],
    [' 7 ', 7],
    ['007', 7],
  ])('%j is %d', (text, value) => {
    expect(wholeNumber(1, 100_000)(text)).toBe(value)
  })

  test.each(['', '-5', 'abc', '1.5', '1e3', '0x10', '0', '100001', '101k', '∞', '٣'])('%j is refused', (text) => {
    expect(() => wholeNumber(1, 100_000)(text)).toThrow(InvalidArgumentError)
  })
})

describe('duration', () => {
  test.each([
    ['0ms', 0],
    ['5ms', 5],
    ['1.5s', 1500],
    ['1m', 60_000],
  ])('%j is %d ms', (text, value) => {
    expect(duration(text)).toBe(value)
  })

  test.each(['5', '', 'ms', '-1s', '61s', '1h', '1 fortnight'])('%j is refused', (text) => {
    expect(() => duration(text)).toThrow(InvalidArgumentError)
  })
})

describe('rateLimit', () => {
  test.each([
    ['off', null],
    ['60', { limit: 60, windowMs: 60_000 }],
    ['10/1s', { limit: 10, windowMs: 1000 }],
  ])('%j', (text, value) => {
    expect(limitOf(rateLimit(text))).toEqual(value)
  })

  test.each(['', '0', '-1', '5/', '5/x', '5/1s/2', '/1s', '5/0ms', 'on'])('%j is refused', (text) => {
    expect(() => rateLimit(text)).toThrow(InvalidArgumentError)
  })
})

describe('url', () => {
  test('loses its last slash, so that paths can follow', () => {
    expect(url('http://127.0.0.1:3000/api/v1/')).toBe('http://127.0.0.1:3000/api/v1')
  })

  test.each([
    '',
    'localhost',
    '127.0.0.1:3000',
    'ftp://127.0.0.1',
    'http://',
    'http://127.0.0.1/?a=1',
    'http://127.0.0.1/#a',
  ])('%j is refused', (text) => {
    expect(() => url(text)).toThrow(InvalidArgumentError)
  })
})
