import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskOf } from '../../../src/target/contract/mask.ts'

test('the longest secret goes first, so that none is left in part', () => {
  expect(maskOf(['key', 'key-of-shop'])('a key-of-shop and a key')).toBe('a *** and a ***')
})

test('nothing is taken out where nothing is secret', () => {
  expect(maskOf([])('all of it')).toBe('all of it')
  expect(maskOf(['', ''])('all of it')).toBe('all of it')
})

test('a secret is no pattern', () => {
  expect(maskOf(['a.c', '$&'])('abc a.c $&')).toBe('abc *** ***')
})

describe('a secret is taken out', () => {
  test.each([
    ['of a path', 'GET /orders?key=a%2Fb%20c', 'a/b c'],
    ['of JSON', '{"message":"no such key: a\\"b\\\\c"}', 'a"b\\c'],
  ])('%s, where it is written in another way', (_where, text, secret) => {
    const masked = maskOf([secret])(text)
    expect(masked).toContain('***')
    expect(masked).not.toContain(encodeURIComponent(secret))
    expect(masked).not.toContain(JSON.stringify(secret).slice(1, -1))
  })

  test('wherever it stands', () => {
    // Stars take the place of secrets, so one that is made of them cannot be told from its own mask.
    const words = fc.string({ minLength: 1 }).filter((text) => !text.includes('*'))
    fc.assert(
      fc.property(fc.array(words, { minLength: 1 }), fc.array(fc.string()), fc.nat(), (secrets, texts, seed) => {
        const secret = secrets[seed % secrets.length] ?? ''
        const masked = maskOf(secrets)(texts.join(secret) + secret)
        for (const each of secrets) expect(masked).not.toContain(each)
      }),
    )
  })
})
