import { expect, test } from 'vitest'
import { answerWith } from './answer-with.ts'
import { apiFrom, wishOf } from './contract-from.ts'

const book = `
book:
  request: POST /orders
  answers:
    - { status: [200, 201], json: { $.error: { exists: true } }, is: soldOut }
    - { status: [200, 201], is: booked, reference: { body: 'number=(\\S+)' } }
    - { status: 409, is: soldOut }
    - { status: 4xx, json: { $.code: BUSY }, is: conflict }
    - { status: 303, header: { location: sold-out }, is: soldOut }`

const plain = `
book:
  request: POST /orders
  answers:
    - { status: [200, 201], is: booked, reference: $.number }`

const json = { 'content-type': 'application/json' }

function endOf(told: Parameters<typeof answerWith>[0], contract = book) {
  return apiFrom({ book: contract })
    .book(wishOf())
    .answered(answerWith({ isWhole: false, ...told }))
}

test('of an answer that broke off, a rule that asks for its body may or may not fit, so that nothing is known', () => {
  expect(endOf({ status: 200, body: 'number=G-00' })).toEqual({ kind: 'unknown', cause: 'unreadable' })
  expect(endOf({ status: 201, headers: json, body: '{"num' })).toEqual({ kind: 'unknown', cause: 'unreadable' })
})

test('a clear refusal is one, whatever became of its body', () => {
  expect(endOf({ status: 409, body: '{' })).toEqual({ kind: 'soldOut' })
  expect(endOf({ status: 422, body: '{"code":"BU' })).toEqual({ kind: 'rejected', code: null })
  expect(endOf({ status: 303, headers: { location: '/shows/5?error=sold-out' } })).toEqual({ kind: 'soldOut' })
})

test('a Created has booked, under a name that nobody knows; an OK may be any page', () => {
  const nameless = { kind: 'booked', reference: null, seats: null, version: null }
  expect(endOf({ status: 201, headers: json, body: '{"number":"G-0' }, plain)).toEqual(nameless)
  expect(endOf({ status: 201, body: '<html>' }, plain)).toEqual({ kind: 'unknown', cause: 'unreadable' })
  expect(endOf({ status: 200, headers: json, body: '{"number":"G-0' }, plain)).toEqual({
    kind: 'unknown',
    cause: 'unreadable',
  })
})

test('half a reference is none', () => {
  expect(endOf({ status: 201, headers: json, body: '{"number":"G-0"' }, plain)).toMatchObject({ reference: null })
})
