import { describe, expect, test } from 'vitest'
import type { Answer } from '../../../src/target/booking-api.ts'
import { answerWith } from './answer-with.ts'
import { apiFrom, wishOf } from './contract-from.ts'

const rules = `answers:
    - { status: [200, 201], json: { $.status: paid }, is: booked, reference: $.id, seats: $.seats, version: $.version }
    - { status: 202, is: waitlisted, reference: $.id, position: $.position }
    - { status: 409, is: conflict }
    - { status: 4xx, json: { $.code: GONE }, is: soldOut }
    - { status: 4xx, json: { $.code: { exists: true } }, is: rejected, code: $.code }`
const book = `book:\n  request: POST /orders\n  headers: { x-key: '{{key}}' }\n  json: { seats: '{{seats}}' }\n  ${rules}`

/** How somebody who books understands an answer, and what was odd about it. */
function booked(answer: Answer, parts: Parameters<typeof apiFrom>[0] = { book }, environment = {}) {
  const api = apiFrom(parts, environment)
  const errand = api.book(wishOf())
  errand.request()
  return { outcome: errand.answered(answer), oddities: api.oddities() }
}

test('a wish is a request', () => {
  expect(apiFrom({ book }).book(wishOf()).request()).toEqual({
    method: 'POST',
    path: '/api/orders',
    headers: ['content-type', 'application/json', 'x-key', 'k-1'],
    body: '{"seats":2}',
  })
})

describe('an answer', () => {
  test('means what the first rule that it is like says', () => {
    const json = { status: 'paid', id: 17, seats: 2, version: '8' }
    expect(booked(answerWith({ status: 201, json }))).toEqual({
      outcome: { kind: 'booked', reference: '17', seats: 2, version: 8 },
      oddities: [],
    })
    expect(booked(answerWith({ status: 202, json: { id: 'w', position: 3 } })).outcome).toEqual({
      kind: 'waitlisted',
      reference: 'w',
      position: 3,
    })
    expect(booked(answerWith({ status: 409, json: { code: 'GONE' } })).outcome).toEqual({ kind: 'conflict' })
    expect(booked(answerWith({ status: 410, json: { code: 'GONE' } })).outcome).toEqual({ kind: 'soldOut' })
    expect(booked(answerWith({ status: 422, json: { code: 7 } })).outcome).toEqual({ kind: 'rejected', code: '7' })
  })

  test('that grants something names it, or has granted nothing that anybody could trust', () => {
    expect(booked(answerWith({ status: 200, json: { status: 'paid' } }))).toEqual({
      outcome: { kind: 'unknown', cause: 'unreadable' },
      oddities: [
        { place: 'shop.yaml:10:78', odd: '$.id matches nothing', status: 200, sample: '{"status":"paid"}', answers: 1 },
      ],
    })
  })

  test('that says Created and broke off has said that something was made', () => {
    const parts = {
      book: 'book: { request: POST /orders, answers: [{ status: [200, 201], is: booked, reference: $.id }] }',
    }
    const headers = { 'content-type': 'application/json' }
    expect(booked(answerWith({ status: 201, headers, body: '{"id":' }), parts)).toEqual({
      outcome: { kind: 'booked', reference: null, seats: null, version: null },
      oddities: [],
    })
    // A page that is whole, or a status that says less, has not.
    const pages = [
      answerWith({ status: 201, headers: { 'content-type': 'text/html' }, body: '<html>' }),
      answerWith({ status: 200, headers, body: '{"id":' }),
      answerWith({ status: 201, headers, body: '{}' }),
    ]
    for (const page of pages) expect(booked(page, parts).outcome).toEqual({ kind: 'unknown', cause: 'unreadable' })
  })

  test('leaves out a number that is none', () => {
    for (const seats of ['two', 1.5, null, [], '']) {
      expect(booked(answerWith({ status: 201, json: { status: 'paid', id: 'r', seats } })).outcome).toEqual({
        kind: 'booked',
        reference: 'r',
        seats: null,
        version: null,
      })
    }
  })

  test.each([
    [answerWith({ status: 500, body: 'oops' }), { kind: 'unknown', cause: 'serverError' }, 0],
    [answerWith({ status: 429, headers: { 'retry-after': '1' } }), { kind: 'rateLimited', retryAfterMs: 1000 }, 0],
    [answerWith({ status: 404, body: '<html>' }), { kind: 'rejected', code: null }, 0],
    [answerWith({ status: 200, body: '<html>Please log in' }), { kind: 'unknown', cause: 'unreadable' }, 1],
    [answerWith({ status: 200, json: { errors: [{ message: 'no' }] } }), { kind: 'unknown', cause: 'unreadable' }, 1],
    [answerWith({ status: 302 }), { kind: 'unknown', cause: 'unreadable' }, 1],
  ])('that no rule speaks of means what its status says for certain, case %#', (answer, outcome, odd) => {
    const { outcome: found, oddities } = booked(answer)
    expect(found).toEqual(outcome)
    expect(oddities).toHaveLength(odd)
    if (odd > 0) {
      expect(oddities).toMatchObject([{ place: 'shop.yaml:10:5', odd: 'no rule of answers speaks of such an answer' }])
    }
  })

  test('that is odd is told without secrets, once for its kind', () => {
    const api = apiFrom(
      { top: 'name: shop\nbaseUrl: http://127.0.0.1/\nadmin: { bearer: "${KEY}" }', book },
      { KEY: 'hush' },
    )
    for (let user = 0; user < 3; user++) {
      const errand = api.book(wishOf())
      errand.request()
      errand.answered(answerWith({ body: '<p>hush</p>' }))
    }
    expect(api.oddities()).toMatchObject([{ sample: '<p>***</p>', answers: 3 }])
  })

  test('names its reason without secrets', () => {
    const parts = {
      top: 'name: shop\nbaseUrl: http://127.0.0.1/\nheaders: { x-key: "${KEY}" }',
      book: 'book: { request: POST /o, answers: [{ status: 200, is: booked }, { is: rejected, code: $.message }] }',
      rest: 'cancel: { request: POST /c, answers: [{ is: refused, code: $.message }] }',
    }
    const answer = answerWith({ status: 403, json: { message: 'no such key: hush' } })
    const environment = { KEY: 'hush' }
    expect(booked(answer, parts, environment).outcome).toEqual({ kind: 'rejected', code: 'no such key: ***' })
    const { user, event } = wishOf()
    const errand = apiFrom(parts, environment).cancel?.({ user, event, reference: 'r' })
    expect(errand?.answered(answer)).toEqual({ kind: 'refused', code: 'no such key: ***' })
  })
})

describe('a look', () => {
  const event = 'event: { id: e1, look: { request: "GET /events/{{event.id}}", sold: $.sold } }'

  test('shows what is left, or no event', () => {
    const api = apiFrom({ event })
    const fields = { id: 'e1', capacity: 20 }
    expect(api.look(fields)).toMatchObject({ method: 'GET', path: '/api/events/e1', body: null })
    expect(api.readLook(answerWith({ json: { sold: 5 } }), fields)).toEqual({ available: 15, version: null })
    expect(api.readLook(answerWith({ json: {} }), fields)).toBeNull()
    expect(api.readLook(answerWith({ status: 404, json: { sold: 5 } }), fields)).toBeNull()
  })

  test('where the contract knows none shows nothing, and opens a connection all the same', () => {
    const api = apiFrom()
    expect(api.look({ id: 'e1' })).toMatchObject({ method: 'GET', path: '/api/' })
    expect(api.readLook(answerWith({ json: {} }), {})).toBeNull()
  })
})
