import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../../src/booking/outcome.ts'
import type { Errand } from '../../../src/target/booking-api.ts'
import { openJar } from '../../../src/target/cookie-jar.ts'
import { answerWith } from './answer-with.ts'
import { apiFrom, signedIn, someone, wishOf } from './contract-from.ts'

/** A cart, a payment and a checkout, of which one may be said to race. */
const steps = (raced: 'cart' | 'pay' | 'checkout' | null) => `book:
  - request: POST /carts
    capture: { cart: $.id }${raced === 'cart' ? '\n    race: true' : ''}
  - request: POST /carts/{{cart}}/pay
    query: { attempt: '{{attempt}}' }
    capture: { token: $.token }${raced === 'pay' ? '\n    race: true' : ''}
    answers: [{ status: 200, is: next }, { status: 409, is: soldOut }]
  - request: POST /carts/{{cart}}/checkout
    json: { token: '{{token}}', key: '{{key}}' }${raced === 'checkout' ? '\n    race: true' : ''}
    answers: [{ status: 201, is: booked, reference: $.id }]`

const cart = (id: string) => answerWith({ status: 201, json: { id } })
const token = (text: string) => answerWith({ json: { token: text } })
const bought = answerWith({ status: 201, json: { id: 'r' } })

/** Takes the step at hand. */
function take(errand: Errand<Outcome>, answer: ReturnType<typeof answerWith>) {
  const { path, body } = errand.request()
  return { path, body, end: errand.answered(answer) }
}

describe('the step that races', () => {
  test.each([
    ['cart', [true, false, false], false],
    ['pay', [false, true, false], true],
    ['checkout', [false, false, true], true],
    [null, [false, false, true], true],
  ] as const)('is at the gate: %s', (raced, gates, hasWay) => {
    const api = apiFrom({ book: steps(raced) })
    expect(api.hasWayToGate).toBe(hasWay)
    const errand = api.book(wishOf())
    const seen = [cart('c1'), token('t1'), bought].map((answer) => {
      const { isAtGate } = errand
      take(errand, answer)
      return isAtGate
    })
    expect(seen).toEqual(gates)
  })
})

test.each([
  ['one step holds nothing before it books', 'POST /orders', false],
  ['what only reads holds nothing', ['GET /form', 'HEAD /stock', 'POST /orders'], false],
  ['whatever else is sent may hold seats', ['GET /form', 'POST /carts', 'POST /orders'], true],
  ['the last step books what it takes', ['POST /carts', 'GET /orders'], true],
  ['a step may be said to hold nothing', ['POST /login\n    holds: false', 'POST /orders'], false],
  ['a step may be said to hold seats', ['GET /hold\n    holds: true', 'POST /orders'], true],
])('%s', (_, requests, mayHold) => {
  const book = [requests].flat().map((request) => `\n  - request: ${request}`)
  const answers = '\n    answers: [{ status: 201, is: booked, reference: $.id }]'
  expect(apiFrom({ book: `book:${book.join('')}${answers}` }).mayHold).toBe(mayHold)
})

test('each step knows what those before it captured', () => {
  const errand = apiFrom({ book: steps(null) }).book(wishOf())
  expect(take(errand, cart('c 1'))).toEqual({ path: '/api/carts', body: null, end: null })
  expect(take(errand, token('t1'))).toEqual({ path: '/api/carts/c%201/pay?attempt=1', body: null, end: null })
  expect(take(errand, bought)).toEqual({
    path: '/api/carts/c%201/checkout',
    body: '{"token":"t1","key":"k-1"}',
    end: { kind: 'booked', reference: 'r', seats: null, version: null },
  })
})

describe('again', () => {
  test('goes back to the step that races, with what was captured before it', () => {
    const errand = apiFrom({ book: steps('pay') }).book(wishOf())
    take(errand, cart('c1'))
    take(errand, token('t1'))
    expect(errand.isAtGate).toBe(false)
    errand.again(2)
    expect(errand.isAtGate).toBe(true)
    expect(take(errand, token('t2')).path).toBe('/api/carts/c1/pay?attempt=2')
    expect(take(errand, bought).body).toBe('{"token":"t2","key":"k-1"}')
  })

  test('after the end of the last step asks the one that races once more', () => {
    const errand = apiFrom({ book: steps('checkout') }).book(wishOf())
    for (const answer of [cart('c1'), token('t1'), answerWith({ status: 500 })]) take(errand, answer)
    errand.again(2)
    expect(take(errand, bought)).toMatchObject({ path: '/api/carts/c1/checkout', end: { kind: 'booked' } })
  })

  test('before the gate begins anew', () => {
    const errand = apiFrom({ book: steps('checkout') }).book(wishOf())
    take(errand, cart('c1'))
    take(errand, answerWith({ status: 503 }))
    errand.again(2)
    expect(take(errand, cart('c2')).path).toBe('/api/carts')
    expect(take(errand, token('t2')).path).toBe('/api/carts/c2/pay?attempt=2')
  })
})

describe('a step that does not lead on', () => {
  test('ends the errand before the gate, by its rule', () => {
    const api = apiFrom({ book: steps('checkout') })
    const errand = api.book(wishOf())
    take(errand, cart('c1'))
    expect(take(errand, answerWith({ status: 409 })).end).toEqual({ kind: 'soldOut' })
    expect(errand.isAtGate).toBe(false)
    expect(api.oddities()).toEqual([])
  })

  test.each([
    [400, { kind: 'rejected', code: null }],
    [429, { kind: 'rateLimited', retryAfterMs: null }],
    [500, { kind: 'unknown', cause: 'serverError' }],
  ])('ends it by its status %i', (status, end) => {
    const errand = apiFrom({ book: steps('checkout') }).book(wishOf())
    expect(take(errand, answerWith({ status, json: { id: 'c1' } })).end).toEqual(end)
  })

  test('ends it where what later steps need is not there, which is odd', () => {
    const api = apiFrom({ book: steps('checkout') })
    expect(take(api.book(wishOf()), answerWith({ status: 201, json: {} })).end).toEqual({
      kind: 'unknown',
      cause: 'unreadable',
    })
    expect(api.oddities()).toMatchObject([{ place: 'shop.yaml:7:22', odd: '$.id matches nothing', answers: 1 }])
  })
})

test('without rules, whatever is no error leads on', () => {
  for (const status of [200, 204, 303, 399]) {
    const errand = apiFrom({ book: steps('checkout') }).book(wishOf())
    expect(take(errand, answerWith({ status, json: { id: 'c1' } })).end, `${status}`).toBeNull()
  }
})

test('the cookies of the account go along and are kept', async () => {
  const top = 'name: shop\nbaseUrl: http://127.0.0.1:4000/api'
  const users = 'users: { values: { id: "{{number}}" }, cookies: true }'
  const api = apiFrom({ top, users, book: steps('checkout') })
  const errand = api.book(wishOf({ user: await signedIn(api, { fields: someone.fields, cookies: null }) }))
  errand.request()
  errand.answered(answerWith({ json: { id: 'c1' }, cookies: ['sid=1; Path=/', 'far=1; Path=/elsewhere'] }))
  expect(errand.request().headers).toEqual(['cookie', 'sid=1'])

  const jar = openJar('http://127.0.0.1:4000/api', null)
  jar.keep(['sid=2; Path=/'], '/api/login')
  const known = await signedIn(api, { fields: {}, cookies: jar.serialised() })
  expect(api.book(wishOf({ user: known })).request().headers).toEqual(['cookie', 'sid=2'])
})

test('who gives back follows steps, too', () => {
  const rest = `cancel:
  - { request: 'GET /orders/{{reference}}', answers: [{ status: 404, is: gone }], capture: { etag: { header: etag } } }
  - request: DELETE /orders/{{reference}}
    headers: { if-match: '{{etag}}' }
    answers: [{ status: 204, is: cancelled, version: { header: x-version } }]`
  const { user, event } = wishOf()
  const begin = () => apiFrom({ rest }).cancel?.({ user, event, reference: 'r/1' })
  const errand = begin()
  expect(errand?.isAtGate).toBe(false)
  expect(errand?.request()).toMatchObject({ method: 'GET', path: '/api/orders/r%2F1' })
  expect(errand?.answered(answerWith({ headers: { etag: '"7"' } }))).toBeNull()
  expect(errand?.isAtGate).toBe(true)
  expect(errand?.request()).toMatchObject({ method: 'DELETE', headers: ['if-match', '"7"'] })
  expect(errand?.answered(answerWith({ status: 204, headers: { 'x-version': '8' } }))).toEqual({
    kind: 'cancelled',
    version: 8,
  })
  expect(begin()?.answered(answerWith({ status: 404 }))).toEqual({ kind: 'gone' })
  expect(begin()?.answered(answerWith({ status: 403 }))).toEqual({ kind: 'refused', code: null })
  expect(apiFrom().cancel).toBeNull()
})
