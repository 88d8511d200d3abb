import { describe, expect, test } from 'vitest'
import { testOf } from '../../../src/target/contract/answer-test.ts'
import type { AnswerRule } from '../../../src/target/contract/definition.ts'
import { readWith } from './answer-with.ts'

type Asked = Omit<AnswerRule, 'is'>
const fits = (rule: Asked, told: Parameters<typeof readWith>[0]): boolean =>
  testOf({ ...rule, is: 'booked' })(readWith(told))

describe('a status', () => {
  test.each([
    [201, [201], [200, 202, 404]],
    ['4xx', [400, 429, 499], [399, 500]],
    ['5xx', [500, 599], [499]],
    [
      ['2xx', 409],
      [200, 299, 409],
      [300, 410],
    ],
    [[], [], [200, 404]],
  ])('of %j fits %j and not %j', (status, fitting, others) => {
    for (const one of fitting) expect(fits({ status }, { status: one }), `${one}`).toBe(true)
    for (const one of others) expect(fits({ status }, { status: one }), `${one}`).toBe(false)
  })
})

describe('a place in JSON', () => {
  const json = { code: 'SOLD_OUT', left: 0, ok: false, none: null, list: [] }
  test.each<[Asked['json'], boolean]>([
    [{ '$.code': 'SOLD_OUT' }, true],
    [{ '$.code': 'SOLD' }, false],
    [{ '$.left': 0 }, true],
    [{ '$.left': '0' }, false],
    [{ '$.ok': false }, true],
    [{ '$.none': null }, true],
    [{ '$.missing': null }, false],
    [{ '$.code': ['A', 'SOLD_OUT'] }, true],
    [{ '$.code': ['A', 'B'] }, false],
    [{ '$.none': [null] }, true],
    [{ '$.none': { exists: true } }, true],
    [{ '$.missing': { exists: true } }, false],
    [{ '$.missing': { exists: false } }, true],
    [{ '$.code': { exists: false } }, false],
    [{ '$.code': { matches: '^SOLD' } }, true],
    [{ '$.left': { matches: '^0$' } }, true],
    [{ '$.ok': { matches: 'false' } }, false],
    [{ '$.missing': { matches: '' } }, false],
    [{ '$.code': 'SOLD_OUT', '$.left': 1 }, false],
  ])('%j is %s', (asked, fitting) => {
    expect(fits({ json: asked }, { json })).toBe(fitting)
  })

  test('is nowhere in what is no JSON', () => {
    expect(fits({ json: { '$.code': { exists: false } } }, { body: '<html>' })).toBe(true)
    expect(fits({ json: { $: { exists: true } } }, { body: '<html>' })).toBe(false)
  })
})

test('a header fits by what is found in it, whatever the case of its name', () => {
  const told = { headers: { location: '/shows/1?error=sold-out' } }
  expect(fits({ header: { Location: 'error=sold-out$' } }, told)).toBe(true)
  expect(fits({ header: { location: '^/bookings/' } }, told)).toBe(false)
  expect(fits({ header: { etag: '' } }, told)).toBe(false)
})

test('a body fits by what is found in one of its lines', () => {
  expect(fits({ body: '^Sold out$' }, { body: 'Sorry\nSold out\n' })).toBe(true)
  expect(fits({ body: '^sold out$' }, { body: 'Sorry\nSold out\n' })).toBe(false)
})

test('all that is said has to apply, and of nothing all does', () => {
  const rule = { status: '2xx', header: { a: 'b' }, json: { '$.c': 1 }, body: 'c' }
  const told = { status: 200, headers: { a: 'b' }, json: { c: 1 } }
  expect(fits(rule, told)).toBe(true)
  expect(fits(rule, { ...told, status: 300 })).toBe(false)
  expect(fits(rule, { ...told, headers: {} })).toBe(false)
  expect(fits(rule, { ...told, json: { c: 2 } })).toBe(false)
  expect(fits({}, { status: 500 })).toBe(true)
})
