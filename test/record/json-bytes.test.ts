import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonBytes, Token } from '../../src/record/json-bytes.ts'

/** The value at the beginning of a text, and what is left behind it. */
function read(text: string, before = '') {
  const json = new JsonBytes()
  const bytes = Buffer.from(before + text)
  json.goTo(bytes, Buffer.byteLength(before))
  const value = json.value('é')
  return { value, rest: value === undefined ? null : bytes.subarray(json.at).toString() }
}

const flat = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.nat(1_000_000_000).map((nanoseconds) => nanoseconds / 1000),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', '\u007f', 'é', '€', '😀') }),
  fc.constant(null),
)

test('whatever JSON writes is read back as it was, and not a character more', () => {
  fc.assert(
    fc.property(flat, fc.constantFrom(',', '}', ' ', ''), fc.string({ maxLength: 5 }), (value, after, before) => {
      expect(read(JSON.stringify(value) + after, before)).toEqual({
        value: JSON.parse(JSON.stringify(value)),
        rest: after,
      })
    }),
    { numRuns: 3000 },
  )
})

test('what stands in a text as it is, or escaped in any other way, is what JSON says it is', () => {
  for (const json of [
    '"\\u0041\\/\\b"',
    '"\\ud83d\\ude00"',
    '"\\ud83d"',
    '"tab\\t"',
    '"ends in a backslash\\\\"',
    '"€"',
  ]) {
    expect(read(json)).toEqual({ value: JSON.parse(json), rest: '' })
  }
})

test('what JSON would refuse is not read, or only as far as it is right', () => {
  const digits = fc.string({
    unit: fc.constantFrom('0', '1', '9', '.', '-', '+', 'e', 'E', 'n'),
    minLength: 1,
    maxLength: 8,
  })
  const texts = fc
    .string({ unit: fc.constantFrom('a', '"', '\\', '\n', 'u', '0', '€'), maxLength: 12 })
    .map((text) => `"${text}`)
  let found = 0
  fc.assert(
    fc.property(fc.oneof(digits, texts), (text) => {
      const { value, rest } = read(`${text},`)
      if (value === undefined || rest === null) return
      found++
      expect(JSON.parse(text.slice(0, text.length + 1 - rest.length))).toBe(value)
    }),
    { numRuns: 5000 },
  )
  expect(found).toBeGreaterThan(500)
})

test.each([
  '',
  '"',
  '"open',
  'nul',
  'true',
  '[1]',
  '{}',
  '01',
  '-',
  '1.',
  '.5',
  '1e',
  '1e+',
  '+1',
  '"\\x"',
  'Infinity',
])('%j is none of its values', (text) => {
  const { value, rest } = read(text)
  if (value !== undefined) expect(rest).not.toBe('')
  else expect(rest).toBeNull()
})

test('a token is passed where all of it stands, and nowhere else', () => {
  for (const text of ['a', 'abc', 'abcd', 'abcdefg', 'abcdefgh']) {
    const json = new JsonBytes()
    json.goTo(Buffer.from(` \t${text}`), 0)
    expect(json.passToken(new Token(`${text}!`))).toBe(false)
    expect(json.passToken(new Token(`${text.slice(0, -1)}!`))).toBe(false)
    expect(json.passToken(new Token(text))).toBe(true)
    expect(json.at).toBe(text.length + 2)
  }
})

test('a line ends in a line feed, also behind a carriage return', () => {
  const endOf = (text: string) => {
    const json = new JsonBytes()
    json.goTo(Buffer.from(text), 0)
    return json.passLineEnd() ? json.at : null
  }
  expect(['\n', '\r\n', ' \t\n', 'x\n', '\r', ''].map(endOf)).toEqual([1, 2, 3, null, null, null])
})
