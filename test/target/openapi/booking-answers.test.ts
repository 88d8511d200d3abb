import { describe, expect, test } from 'vitest'
import { askedWith, documentWith, proposeChecked } from './checked-proposal.ts'

const text = { type: 'string' }
const count = { type: 'integer' }

/** A document whose booking is answered so. */
const bookingWith = (responses: object) =>
  documentWith({ '/orders': { post: { ...askedWith({ showId: text, quantity: count }), responses } } })

const problem = (properties: object, more: object = {}) => ({
  content: { 'application/json': { schema: { type: 'object', properties }, ...more } },
})

describe('what the answers to a booking mean', () => {
  const answersTo = (responses: object) => {
    const { contract, doubts } = proposeChecked(bookingWith(responses))
    return { answers: Object(contract.book).answers, doubts }
  }

  test('codes that a description names count, and not all that there are', () => {
    const code = { type: 'string', enum: ['NO_SEATS', 'STALE', 'NOT_ENOUGH_MONEY'] }
    const { answers } = answersTo({
      201: { description: 'Booked' },
      402: { description: '`NOT_ENOUGH_MONEY`', ...problem({ code }) },
      409: { description: '`NO_SEATS`: nothing is left.', ...problem({ code }) },
    })
    expect(answers).toEqual([
      { status: 201, is: 'booked' },
      { status: 429, is: 'rateLimited' },
      { status: 409, json: { '$.code': 'NO_SEATS' }, is: 'soldOut' },
      { status: '4xx', is: 'rejected', code: '$.code' },
    ])
  })

  test.each([
    ['Sold out', { status: 409, is: 'soldOut' }],
    ['Not enough tickets left', { status: 409, is: 'soldOut' }],
    ['The event is full.', { status: 409, is: 'soldOut' }],
    ['Somebody else was faster, try again', { status: 409, is: 'conflict' }],
    ['Concurrent modification', { status: 409, is: 'conflict' }],
  ])('409, described as "%s"', (description, rule) => {
    const { answers } = answersTo({ 201: { description: 'Booked' }, 409: { description } })
    expect(answers).toContainEqual(rule)
  })

  test('a 409 that says nothing is taken for a conflict, with a doubt', () => {
    const { answers, doubts } = answersTo({ 201: { description: 'Booked' }, 409: { description: 'Conflict' } })
    expect(answers).toContainEqual({ status: 409, is: 'conflict' })
    expect(doubts).toContain('409 of POST /orders was taken for a conflict; it may as well mean sold out.')
  })

  test('a 409 for both is told apart by words in its body', () => {
    const { answers } = answersTo({
      201: { description: 'Booked' },
      409: { description: 'Sold out, or a version conflict' },
    })
    expect(answers).toMatchObject([
      {},
      {},
      { status: 409, is: 'soldOut', body: expect.any(String) },
      { status: 409, is: 'conflict' },
      {},
    ])
    const pattern = new RegExp(answers[2].body, 'u')
    expect(['Sold out', 'SOLD_OUT', 'soldOut', 'Insufficient stock'].filter((body) => !pattern.test(body))).toEqual([])
    expect(pattern.test('Version conflict')).toBe(false)
  })

  test('a good answer can say that nobody has booked', () => {
    const status = { type: 'string', enum: ['confirmed', 'waitlisted', 'sold_out', 'payment_failed'] }
    const { answers } = answersTo({ 200: { description: 'Done', ...problem({ id: text, status, position: count }) } })
    expect(answers.slice(0, 4)).toEqual([
      { status: 200, json: { '$.status': 'waitlisted' }, is: 'waitlisted', reference: '$.id', position: '$.position' },
      { status: 200, json: { '$.status': 'sold_out' }, is: 'soldOut' },
      { status: 200, json: { '$.status': 'payment_failed' }, is: 'rejected', code: '$.status' },
      { status: 200, is: 'booked', reference: '$.id' },
    ])
  })

  test('what is only shown by an example is read from it', () => {
    const example = { data: { booking: { reference: 'B-1', seats: 2 } } }
    const { answers } = answersTo({ 201: { description: 'Booked', content: { 'application/json': { example } } } })
    expect(answers[0]).toEqual({
      status: 201,
      is: 'booked',
      reference: '$.data.booking.reference',
      seats: '$.data.booking.seats',
    })
  })

  test('without any answer, each good one counts, with a doubt', () => {
    const { answers, doubts } = answersTo({})
    expect(answers[0]).toEqual({ status: '2xx', is: 'booked' })
    expect(doubts).toContain('POST /orders documents no answer that says it was booked.')
  })
})
