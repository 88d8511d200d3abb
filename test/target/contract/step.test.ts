import { describe, expect, test } from 'vitest'
import { bookingApi, type ToldContract } from '../../../src/target/contract/compile.ts'
import type { AnswerRule, BookMeaning, StepDefinition } from '../../../src/target/contract/definition.ts'
import { numberIn } from '../../../src/target/contract/step.ts'
import { answerWith } from './answer-with.ts'
import { contractFrom, wishOf } from './contract-from.ts'

/** A contract of a module: functions may say what answers mean. */
function toldBy(...book: readonly StepDefinition<BookMeaning>[]): ToldContract {
  const told = contractFrom()
  return { ...told, file: 'shop.js', places: {}, definition: { ...told.definition, book } }
}

type Told = Exclude<StepDefinition<BookMeaning>['answers'], readonly AnswerRule[] | undefined>

function booked(answers: Told) {
  const api = bookingApi(toldBy({ request: 'POST /orders', answers }), 'http://127.0.0.1:4000')
  const errand = api.book(wishOf())
  errand.request()
  return { outcome: errand.answered(answerWith({ json: { id: 'r' } })), odd: api.oddities().map(({ odd }) => odd) }
}

/** As JavaScript may have it, whatever the types say. */
const untyped = (value: unknown): Told => {
  const said: { readonly value: ReturnType<Told> } = JSON.parse(JSON.stringify({ value }) ?? '{}')
  return () => said.value
}

describe('a function', () => {
  test('says what an answer means', () => {
    expect(booked(({ body }, { seats }) => ({ is: 'booked', reference: body.slice(7, 8), seats }))).toEqual({
      outcome: { kind: 'booked', reference: 'r', seats: 2, version: null },
      odd: [],
    })
  })

  test('that throws has understood nothing', () => {
    const fails = (): never => {
      throw new Error('no such field')
    }
    expect(booked(fails)).toEqual({
      outcome: { kind: 'unknown', cause: 'unreadable' },
      odd: ['the function threw: no such field'],
    })
  })

  const allowed = 'booked, conflict, soldOut, waitlisted, rateLimited, rejected, unknown, accepted, inFlight'
  test.each([
    [undefined, 'nothing'],
    [{}, 'nothing'],
    ['booked', 'nothing'],
    [{ is: 'bought' }, '"bought"'],
    [{ is: 'next' }, '"next"'],
  ])('that says %j has understood nothing', (value, said) => {
    expect(booked(untyped(value))).toEqual({
      outcome: { kind: 'unknown', cause: 'unreadable' },
      odd: [`the function said ${said}; allowed is one of ${allowed}`],
    })
  })

  test('captures what later steps use', () => {
    const told = toldBy(
      { request: 'POST /carts', answers: () => ({ is: 'next', captured: { cart: 'c1' } }) },
      { request: 'POST /carts/{{cart}}', answers: [{ status: 200, is: 'booked' }] },
    )
    const errand = bookingApi(told, 'http://127.0.0.1:4000').book(wishOf())
    errand.request()
    expect(errand.answered(answerWith())).toBeNull()
    expect(errand.request().path).toBe('/carts/c1')
  })
})

test.each([
  [5, 5],
  [0, 0],
  [-3, -3],
  ['12', 12],
  [' 12 ', 12],
  ['-1', -1],
  ['1.5', null],
  ['', null],
  ['12 seats', null],
  [1.5, null],
  [2 ** 60, null],
  ['9007199254740993', null],
  [null, null],
  [undefined, null],
  [true, null],
  [[1], null],
])('%j is read as the whole number %j', (value, number) => {
  expect(numberIn(value)).toBe(number)
})
