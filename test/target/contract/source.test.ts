import { describe, expect, test } from 'vitest'
import { readerOf, sourceText } from '../../../src/target/contract/source.ts'
import { readWith } from './answer-with.ts'

describe('a value is read', () => {
  test('out of JSON', () => {
    const read = readWith({ json: { id: 5, none: null, list: [1], note: 'order 17 of 20' } })
    expect(readerOf('$.id')(read)).toBe(5)
    expect(readerOf('$.none')(read)).toBeUndefined()
    expect(readerOf('$.missing')(read)).toBeUndefined()
    expect(readerOf({ json: '$.list' })(read)).toEqual([1])
    expect(readerOf({ json: '$.note', match: String.raw`order (\d+)` })(read)).toBe('17')
    expect(readerOf({ json: '$.id', match: String.raw`\d` })(read)).toBe('5')
    expect(readerOf({ json: '$.list', match: '1' })(read)).toBeUndefined()
    expect(readerOf({ json: '$.note', match: 'ticket' })(read)).toBeUndefined()
  })

  test('nowhere in JSON that is none', () => {
    const bodies = ['', '<html>', '{"id":', 'null']
    expect(bodies.map((body) => readerOf('$.id')(readWith({ body })))).toEqual(bodies.map(() => undefined))
  })

  test('out of a header, whatever its case', () => {
    const read = readWith({ headers: { location: '/orders/17' } })
    expect(readerOf({ header: 'Location' })(read)).toBe('/orders/17')
    expect(readerOf({ header: 'LOCATION', match: String.raw`^/orders/(\d+)$` })(read)).toBe('17')
    expect(readerOf({ header: 'etag' })(read)).toBeUndefined()
    expect(readerOf({ header: 'etag', match: '.' })(read)).toBeUndefined()
  })

  test('out of the body, of which each line has a beginning and an end', () => {
    const read = readWith({ body: 'first\nreference: TH-17\nüber' })
    expect(readerOf({ body: '^reference: (.+)$' })(read)).toBe('TH-17')
    expect(readerOf({ body: 'TH-..' })(read)).toBe('TH-17')
    expect(readerOf({ body: String.raw`\p{Letter}ber` })(read)).toBe('über')
    expect(readerOf({ body: 'none' })(read)).toBeUndefined()
  })

  test('out of a cookie that is set', () => {
    const read = readWith({ cookies: ['theme=dark', 'sid = a=b; Path=/; HttpOnly', 'novalue', 'SID=upper'] })
    expect(readerOf({ cookie: 'sid' })(read)).toBe('a=b')
    expect(readerOf({ cookie: 'theme' })(read)).toBe('dark')
    expect(readerOf({ cookie: 'novalue' })(read)).toBeUndefined()
    expect(readerOf({ cookie: 'Path' })(read)).toBeUndefined()
  })

  test('out of the last of several cookies of a name, as browsers keep it', () => {
    const read = readWith({ cookies: ['sid=; Max-Age=0', 'sid=new'] })
    expect(readerOf({ cookie: 'sid' })(read)).toBe('new')
  })

  test('by a function', () => {
    expect(readerOf(({ status }) => status + 1)(readWith({ status: 200 }))).toBe(201)
  })
})

test.each([
  ['$.id', '$.id'],
  [{ json: '$.id' }, '$.id'],
  [{ json: '$.id', match: 'x' }, '$.id (x)'],
  [{ header: 'location' }, 'the header location'],
  [{ header: 'location', match: 'x' }, 'the header location (x)'],
  [{ cookie: 'sid' }, 'the cookie sid'],
  [{ body: 'x' }, 'the pattern x'],
  [() => 1, 'the function'],
] as const)('%o is told as "%s"', (source, text) => {
  expect(sourceText(source)).toBe(text)
})
