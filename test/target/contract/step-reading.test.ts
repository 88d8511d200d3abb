import { describe, expect, test } from 'vitest'
import type { Answer } from '../../../src/target/booking-api.ts'
import type { StepDefinition } from '../../../src/target/contract/definition.ts'
import { rowMistakes } from '../../../src/target/contract/row-mistakes.ts'
import { readingOf, whyUnfit, type ReadStep } from '../../../src/target/contract/step-reading.ts'

const answer = (status: number, json: unknown): Answer => ({
  status,
  header: (name) => (name === 'location' ? '/orders/7' : undefined),
  setCookies: () => ['sid=abc; Path=/'],
  body: typeof json === 'string' ? json : JSON.stringify(json),
  isWhole: true,
})

const reading = (step: Omit<StepDefinition, 'request'>, given: Answer, setting: Partial<ReadStep> = {}) =>
  readingOf({ step: { request: 'GET /', ...step }, path: ['book'], mayLeadOn: false, ...setting }, given)

describe('the rule that fits', () => {
  const answers = [
    { status: 201, is: 'booked', reference: '$.number', seats: '$.seats', version: '$.version' },
    { status: '4xx', is: 'rejected', code: '$.error' },
  ]

  test('is the first, and each of its fields is found or is a mistake of its own', () => {
    expect(reading({ answers }, answer(201, { number: 'A1', seats: 'two' }))).toMatchObject({
      rule: { index: 0, is: 'booked' },
      found: [{ path: ['book', 'answers', 0, 'reference'], value: 'A1' }],
      mistakes: [
        {
          path: ['book', 'answers', 0, 'seats'],
          sentence: 'book.answers[0].seats: "two" stands there, and allowed is a whole number',
        },
        { path: ['book', 'answers', 0, 'version'], sentence: 'book.answers[0].version: $.version matches nothing' },
      ],
    })
  })

  test('is none, and then there is a reason for each', () => {
    expect(reading({ answers }, answer(200, {}))).toMatchObject({ rule: null, leadsOn: false, mistakes: [] })
    expect(whyUnfit(answers, answer(200, {}))).toEqual(['booked (wants status 201)', 'rejected (wants status 4xx)'])
    const picky = [
      { status: 200, json: { '$.state': ['paid', 'held'] }, is: 'booked' },
      { header: { location: '^/bookings/' }, is: 'booked' },
      { body: 'sold out', is: 'soldOut' },
      { json: { '$.state': { exists: false }, '$.error': { exists: true } }, is: 'rejected' },
      { json: { '$.state': { matches: '^p' } }, is: 'accepted' },
    ]
    expect(whyUnfit(picky, answer(200, { state: 'gone' }))).toEqual([
      'booked (wants $.state = "paid" or "held")',
      'booked (wants header location like ^/bookings/)',
      'soldOut (wants body like sold out)',
      'rejected (wants $.state not to exist)',
      'accepted (wants $.state like ^p)',
    ])
  })
})

test('a step that leads on captures from wherever it is told to, or has a mistake for each', () => {
  const capture = {
    id: '$.order.id',
    place: { header: 'Location', match: '(\\d+)$' },
    sid: { cookie: 'sid' },
    csrf: { body: 'csrf="(.*)"' },
  }
  const { found, mistakes, leadsOn } = reading({ capture }, answer(201, { order: { id: 3 } }), { mayLeadOn: true })
  expect(leadsOn).toBe(true)
  expect(found.map(({ path, value }) => [path.at(-1), value])).toEqual([
    ['id', 3],
    ['place', '7'],
    ['sid', 'abc'],
  ])
  expect(mistakes).toEqual([
    { path: ['book', 'capture', 'csrf'], sentence: 'book.capture.csrf: the pattern csrf="(.*)" matches nothing' },
  ])
  expect(reading({ capture }, answer(500, {}), { mayLeadOn: true })).toMatchObject({ leadsOn: false, mistakes: [] })
})

test('where one answer has several accounts, the first of them is read', () => {
  const given = answer(201, { users: [{ id: 1 }, { id: 2 }] })
  const setting = { mayLeadOn: true, each: '$.users[*]' }
  expect(reading({ capture: { id: '$.id', token: '$.token' } }, given, setting)).toMatchObject({
    found: [{ value: 1 }],
    mistakes: [{ path: ['book', 'capture', 'token'] }],
  })
})

test('a look has each of its fields, or a mistake for it', () => {
  const glimpse = { fields: { available: '$.left', version: '$.rev' }, path: ['event', 'look'] }
  expect(reading({}, answer(200, { left: 4 }), { mayLeadOn: true, glimpse })).toMatchObject({
    found: [{ path: ['event', 'look', 'available'], value: 4 }],
    mistakes: [{ sentence: 'event.look.version: $.rev matches nothing' }],
  })
})

test('of the rows of a ledger all that is wrong is told, each field once', () => {
  const rows = [
    { ref: 'A1', seats: 'one', who: null, rev: 2, key: null },
    { ref: 'A2', seats: 'two', who: 7, rev: 'x', key: 'k' },
  ]
  const fields = { reference: '$.ref', seats: '$.seats', user: '$.who', version: '$.rev', key: '$.key', at: '$.at' }
  expect(rowMistakes(fields, rows, 'A1').map(({ path, sentence }) => [path[1], sentence])).toEqual([
    ['seats', 'ledger.seats is "one" in a row of the ledger; allowed is a whole number'],
    ['user', 'ledger.user is null in a row of the ledger; allowed is a text or a number'],
    ['version', 'ledger.version is "x" in a row of the ledger; allowed is a whole number'],
    ['key', 'ledger.key: $.key matches nothing in the row of A1'],
    ['at', 'ledger.at: $.at matches nothing in the row of A1'],
  ])
  expect(rowMistakes({ reference: '$.number', seats: 1 }, rows, null)).toMatchObject([
    { path: ['ledger', 'reference'] },
  ])
})
