import { describe, expect, test } from 'vitest'
import type { BookMeaning, CancelMeaning, Meant } from '../../../src/target/contract/definition.ts'
import { bookMeanings, cancelMeanings } from '../../../src/target/contract/definition.ts'
import {
  bookingByStatus,
  cancellationByStatus,
  cancelOutcomeOf,
  outcomeOf,
} from '../../../src/target/contract/meaning.ts'
import { answerWith } from './answer-with.ts'

const told = { reference: 'r', seats: 2, version: 3, position: 4, code: 'c' }

test.each<[BookMeaning, object | null]>([
  ['booked', { kind: 'booked', reference: 'r', seats: 2, version: 3 }],
  ['conflict', { kind: 'conflict' }],
  ['soldOut', { kind: 'soldOut' }],
  ['waitlisted', { kind: 'waitlisted', reference: 'r', position: 4 }],
  ['rateLimited', { kind: 'rateLimited', retryAfterMs: 2000 }],
  ['rejected', { kind: 'rejected', code: 'c' }],
  ['accepted', { kind: 'unknown', cause: 'accepted' }],
  ['inFlight', { kind: 'unknown', cause: 'inFlight' }],
  ['unknown', { kind: 'unknown', cause: 'unreadable' }],
  ['next', null],
])('who books and is told %s has %j', (is, outcome) => {
  expect(outcomeOf({ ...told, is }, answerWith({ headers: { 'retry-after': '2' } }))).toEqual(outcome)
})

test.each<[CancelMeaning, object | null]>([
  ['cancelled', { kind: 'cancelled', version: 3 }],
  ['gone', { kind: 'gone' }],
  ['refused', { kind: 'refused', code: 'c' }],
  ['unknown', { kind: 'unknown', cause: 'unreadable' }],
  ['next', null],
])('who gives back and is told %s has %j', (is, outcome) => {
  expect(cancelOutcomeOf({ ...told, is }, answerWith())).toEqual(outcome)
})

test('each word of a contract has its meaning', () => {
  const kinds = bookMeanings.map((is) => outcomeOf({ is }, answerWith())?.kind)
  expect(new Set(kinds).size).toBe(8)
  expect(new Set(cancelMeanings.map((is) => cancelOutcomeOf({ is }, answerWith())?.kind)).size).toBe(5)
})

test('what an answer does not say is null', () => {
  const meant = (is: BookMeaning): Meant<BookMeaning> => ({ is })
  expect(outcomeOf(meant('booked'), answerWith())).toEqual({
    kind: 'booked',
    reference: null,
    seats: null,
    version: null,
  })
  expect(outcomeOf(meant('waitlisted'), answerWith())).toEqual({ kind: 'waitlisted', reference: null, position: null })
  expect(outcomeOf(meant('rateLimited'), answerWith())).toEqual({ kind: 'rateLimited', retryAfterMs: null })
  expect(cancelOutcomeOf({ is: 'cancelled' }, answerWith())).toEqual({ kind: 'cancelled', version: null })
})

test('what is unknown of a server that fell is its error', () => {
  expect(outcomeOf({ is: 'unknown' }, answerWith({ status: 503 }))).toEqual({ kind: 'unknown', cause: 'serverError' })
  expect(cancelOutcomeOf({ is: 'unknown' }, answerWith({ status: 500 }))).toEqual({
    kind: 'unknown',
    cause: 'serverError',
  })
})

describe('what no rule speaks of', () => {
  test.each([
    [200, 'unknown', 'unknown'],
    [204, 'unknown', 'unknown'],
    [302, 'unknown', 'unknown'],
    [400, 'rejected', 'refused'],
    [404, 'rejected', 'refused'],
    [429, 'rateLimited', 'refused'],
    [500, 'unknown', 'unknown'],
    [503, 'unknown', 'unknown'],
  ])('is, with the status %i, %s to who books and %s to who gives back', (status, booking, cancellation) => {
    expect(bookingByStatus(answerWith({ status }))).toBe(booking)
    expect(cancellationByStatus(answerWith({ status }))).toBe(cancellation)
  })
})
