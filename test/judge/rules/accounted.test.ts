import { expect, test } from 'vitest'
import { outcomeKinds } from '../../../src/booking/outcome.ts'
import { accounted } from '../../../src/judge/rules/accounted.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user attempt outcome  reference
  1    1       conflict -
  0    1       booked   A
  1    2       soldOut  -
`
const conflict = outcomeKinds.indexOf('conflict')
const claimsOn = (story: Partial<Parameters<typeof roundFrom>[0]>): readonly string[] =>
  ruleOn(accounted, roundFrom({ history, ...story })).evidence.map(({ claim }) => claim)

test('a history with every user and every request once is complete', () => {
  expect(ruleOn(accounted, roundFrom({ history }))).toMatchObject({
    status: 'held',
    detail: '2 users, 3 requests, each recorded once',
  })
})

test('a request that left and was not recorded is missed', () => {
  expect(ruleOn(accounted, roundFrom({ history, launched: 4 }))).toMatchObject({
    status: 'violated',
    detail: '1 fault in the history of the round',
    evidence: [{ claim: '1 request left without being recorded', attempts: [], entries: [] }],
  })
})

test('a request recorded twice is one too many', () => {
  expect(ruleOn(accounted, roundFrom({ history, launched: 2 })).evidence).toEqual([
    { claim: '1 more attempts were recorded than requests left', attempts: [], entries: [] },
  ])
})

test('a user who never had a turn is named', () => {
  expect(ruleOn(accounted, roundFrom({ history, users: 4 })).evidence).toEqual([
    { claim: 'user 2 and user 3 never sent a request', attempts: [], entries: [] },
  ])
})

test('a user whom nobody planned is named', () => {
  expect(claimsOn({ users: 1 })).toEqual(['user 1 was not planned: there were 1'])
})

test.each([
  ['skipped', '1    3       soldOut', '1 and 3'],
  ['repeated', '1    1       soldOut', '1 and 1'],
])('an attempt number that is %s shows', (_, row, numbers) => {
  expect(claimsOn({ history: history.replace('1    2       soldOut', row) })).toEqual([
    `the attempts of user 1 are numbered ${numbers}`,
  ])
})

test('attempts may be recorded in any order, as long as none is missing', () => {
  const numbered = (...numbers: readonly number[]) =>
    claimsOn({ history: ['user attempt outcome', ...numbers.map((number) => `0 ${number} conflict`)].join('\n') })
  expect(numbered(2, 1, 11, 3, 5, 4, 10, 6, 8, 7, 9)).toEqual([])
  expect(numbered(2, 1, 11, 3, 5, 4, 6, 8, 7, 9)).toHaveLength(1)
})

test('an acknowledgement that went missing shows', () => {
  const facts = roundFrom({ history })
  const told = new Uint32Array(facts.history.length)
  const ruling = ruleOn(accounted, { ...facts, history: { ...facts.history, told } })
  expect(ruling.evidence).toMatchObject([
    { claim: 'what user 0 was told does not fit the outcome recorded', attempts: [{ user: 0, outcome: 'booked' }] },
  ])
})

test('an interrupted round cannot be complete, but what it recorded twice is still wrong', () => {
  expect(ruleOn(accounted, roundFrom({ history, users: 3, launched: 5, interrupted: true }))).toMatchObject({
    status: 'inconclusive',
    detail: 'the round was interrupted when 1 user had sent nothing and 2 requests had no end yet',
  })
  expect(ruleOn(accounted, roundFrom({ history, users: 3, interrupted: true })).status).toBe('inconclusive')
  expect(ruleOn(accounted, roundFrom({ history, launched: 4, interrupted: true })).status).toBe('inconclusive')
  expect(ruleOn(accounted, roundFrom({ history, launched: 2, interrupted: true })).status).toBe('violated')
  expect(ruleOn(accounted, roundFrom({ history, interrupted: true })).status).toBe('held')
})

test('how long the ledger was watched for requests without an answer is part of the promise', () => {
  const lost = `${history.trimEnd()}\n 2 1 unknown -`
  const facts = roundFrom({ history: lost, ledger: 'version kind reference account\n 2 booked A u0' })
  expect(ruleOn(accounted, { ...facts, quietMs: 2500 }).detail).toBe(
    '3 users, 4 requests, each recorded once; 1 without an answer left no trace in a ledger that was quiet for 2.5 s',
  )
})

test('where a round was interrupted, an attempt that nobody waited for may leave a gap; a number twice is still wrong', () => {
  const gap = history.replace('1    2       soldOut', '1    3       soldOut')
  expect(ruleOn(accounted, roundFrom({ history: gap, launched: 4, interrupted: true })).status).toBe('inconclusive')
  const twice = history.replace('1    2       soldOut', '1    1       soldOut')
  expect(claimsOn({ history: twice, launched: 4, interrupted: true })).toEqual([
    'the attempts of user 1 are numbered 1 and 1',
  ])
})

test('a refusal with an acknowledgement shows, too', () => {
  const facts = roundFrom({ history })
  const outcome = facts.history.outcome.map((code) => (code === outcomeKinds.indexOf('booked') ? conflict : code))
  expect(ruleOn(accounted, { ...facts, history: { ...facts.history, outcome } }).evidence).toMatchObject([
    { claim: 'what user 0 was told does not fit the outcome recorded', attempts: [{ user: 0, outcome: 'conflict' }] },
  ])
})

test.each([
  ['0', ['0    0       conflict']],
  ['2', ['0    2       conflict']],
  ['1 and 3', ['0    3       conflict', '0    1       conflict']],
])('attempts that are numbered %s are not numbered from 1 on', (numbers, rows) => {
  const story = { history: ['user attempt outcome', ...rows].join('\n') }
  expect(ruleOn(accounted, roundFrom(story)).evidence.map(({ claim }) => claim)).toEqual([
    `the attempts of user 0 are numbered ${numbers}`,
  ])
})

test('there is no attempt 0, even where a round was interrupted', () => {
  const facts = roundFrom({ history: 'user attempt outcome\n 0 0 conflict', interrupted: true })
  expect(ruleOn(accounted, facts).evidence).toMatchObject([{ claim: 'the attempts of user 0 are numbered 0' }])
})
