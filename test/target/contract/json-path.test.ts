import fc from 'fast-check'
import { query } from 'jsonpath-rfc9535'
import { describe, expect, test } from 'vitest'
import { nodeAt, nodesAt } from '../../../src/target/contract/json-path.ts'

const shop = { orders: [{ id: 'a', 'the name': 1 }, { id: 'b' }], none: null, empty: '' }

describe('a path to one place', () => {
  test.each([
    ['$', shop],
    ['$.orders[0].id', 'a'],
    ['$[\'orders\'][1]["id"]', 'b'],
    ["$.orders[0]['the name']", 1],
    ['$.none', null],
    ['$.empty', ''],
    ['$.orders[2].id', undefined],
    ['$.none.id', undefined],
    ['$.orders.id', undefined],
    ['$.empty[0]', undefined],
    ['$.orders.length', undefined],
    ['$.constructor', undefined],
  ])('%s finds %j', (path, found) => {
    expect(nodeAt(path)(shop)).toEqual(found)
  })

  test('finds nothing in what is no JSON', () => {
    expect(nodeAt('$.a')(undefined)).toBeUndefined()
    expect(nodeAt('$')(undefined)).toBeUndefined()
    expect(nodesAt('$..a')(undefined)).toEqual([])
  })
})

test('a path to several places finds the first of them', () => {
  expect(nodeAt('$.orders[*].id')(shop)).toBe('a')
  expect(nodeAt('$.orders[-1].id')(shop)).toBe('b')
  expect(nodeAt("$.orders[?@.id == 'b'].id")(shop)).toBe('b')
  expect(nodeAt('$..missing')(shop)).toBeUndefined()
  expect(nodesAt('$.orders[*].id')(shop)).toEqual(['a', 'b'])
})

test.each(['', 'orders', '$.', '$.orders[', '$.orders[01]', '$.a b', '$..', '$[?'])('"%s" is no path', (path) => {
  expect(() => nodesAt(path)).toThrow(Error)
})

/** A document, and paths through it or past it. */
const names = fc.oneof(
  fc.constantFrom('a', 'b', '_c1', '__proto__', 'constructor', 'length', 'the name', '0', ''),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
)
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
    fc.array(tie('document'), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie('document')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
  ),
}))
const step = fc.oneof(
  names.filter((name) => /^[A-Za-z_]\w*$/.test(name)).map((name) => `.${name}`),
  names.map((name) => `['${name.replaceAll(/['\\\p{Control}]/gu, '')}']`),
  names.map((name) => `["${name.replaceAll(/["\\\p{Control}]/gu, '')}"]`),
  fc.nat({ max: 3 }).map((index) => `[${index}]`),
)
const path = fc.array(step, { maxLength: 4 }).map((steps) => `$${steps.join('')}`)

test('a path that is followed by hand leads where the library goes', () => {
  fc.assert(
    fc.property(document, path, (value, text) => {
      const parsed = JSON.parse(JSON.stringify(value))
      expect(nodeAt(text)(parsed)).toEqual(query(parsed, text)[0])
    }),
    { numRuns: 2000 },
  )
})
