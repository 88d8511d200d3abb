import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contended } from '../../../src/judge/rules/contended.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

test('attempts that overlapped, and a loser, make a race', () => {
  const facts = roundFrom({
    history: `
      user sent ended outcome  reference
      0    0    5     booked   A
      1    1    9     conflict -
      2    8    12    soldOut  -
      1    10   14    booked   B
    `,
  })
  expect(ruleOn(contended, facts)).toMatchObject({
    status: 'held',
    detail: 'at most 2 attempts were in flight at once; 2 users lost the race',
  })
})

test('attempts one after the other prove nothing, whoever lost', () => {
  const facts = roundFrom({
    history: `
      user sent ended outcome reference
      0    0    5     booked  A
      1    6    9     soldOut -
    `,
  })
  expect(ruleOn(contended, facts)).toMatchObject({
    status: 'inconclusive',
    detail: 'at most 1 attempt was in flight at once, so nobody raced anybody; 1 user lost the race',
  })
})

test('an attempt sent at the instant another ended was in flight with it', () => {
  const facts = roundFrom({
    history: `
      user sent ended outcome reference
      0    0    5     booked  A
      1    5    9     soldOut -
    `,
  })
  expect(ruleOn(contended, facts).status).toBe('held')
})

const allWin = `
  user sent ended outcome reference
  0    0    5     booked  A
  1    1    9     booked  B
`

test('where everybody won there may have been enough for all', () => {
  expect(ruleOn(contended, roundFrom({ history: allWin }))).toMatchObject({
    status: 'inconclusive',
    detail: 'at most 2 attempts were in flight at once, but nobody lost, so there may have been enough for all',
  })
  const ledger = `
    version kind   reference account
    2       booked A         u0
    3       booked B         u1
  `
  expect(ruleOn(contended, roundFrom({ capacity: 2, history: allWin, ledger })).status).toBe('inconclusive')
  expect(ruleOn(contended, roundFrom({ capacity: 1, history: allWin, ledger }))).toMatchObject({
    status: 'held',
    detail: 'at most 2 attempts were in flight at once; nobody lost, because more was sold than there was',
  })
})

test('without versions, seats that came back may have been free before they were sold again', () => {
  const on = (...rows: readonly string[]) => {
    const ledger = ['version kind reference account', '0 booked A u0', '0 booked B u1', ...rows].join('\n')
    return ruleOn(contended, roundFrom({ capacity: 1, history: allWin, ledger }))
  }
  expect(on().status).toBe('held')
  expect(on('0 cancelled A u0').status).toBe('inconclusive')
})

test.each(['conflict', 'soldOut', 'waitlisted'])('%s is a race that was lost', (outcome) => {
  const history = allWin.replace('booked  B', `${outcome} -`)
  expect(ruleOn(contended, roundFrom({ history })).status).toBe('held')
})

test.each(['rateLimited', 'rejected', 'unknown'])('%s is not a race that was lost', (outcome) => {
  const history = allWin.replace('booked  B', `${outcome} -`)
  expect(ruleOn(contended, roundFrom({ history })).status).toBe('inconclusive')
})

test('a round without attempts was no race', () => {
  expect(ruleOn(contended, roundFrom({ history: 'user outcome', users: 3 })).status).toBe('inconclusive')
})

test('the sweep counts what counting every instant counts', () => {
  const spans = fc.array(fc.record({ sent: fc.nat(20), took: fc.nat(6) }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(spans, (attempts) => {
      const rows = attempts.map(({ sent, took }, user) => `${user} ${sent} ${sent + took} conflict`)
      const inFlightAt = (at: number): number =>
        attempts.filter(({ sent, took }) => sent <= at && at <= sent + took).length
      const most = Math.max(...attempts.map(({ sent }) => inFlightAt(sent)))
      const { detail } = ruleOn(contended, roundFrom({ history: ['user sent ended outcome', ...rows].join('\n') }))
      expect(detail).toContain(`at most ${most} attempt`)
    }),
  )
})

/** A burst in which everybody was in flight at once, told as so many of each outcome. */
function burstOf(counts: Readonly<Record<string, number>>) {
  const outcomes = Object.entries(counts).flatMap(([outcome, count]) => Array.from({ length: count }, () => outcome))
  const rows = outcomes.map((outcome, user) => `${user} 0 9 ${outcome} ${outcome === 'booked' ? `R${user}` : '-'}`)
  return roundFrom({ history: ['user sent ended outcome reference', ...rows].join('\n') })
}

test('a burst that was mostly throttled tried nothing of what it could have shown', () => {
  expect(ruleOn(contended, burstOf({ booked: 10, conflict: 190, rateLimited: 1700, rejected: 100 }))).toMatchObject({
    status: 'inconclusive',
    detail:
      'of 2,000 requests, 1,700 were rate limited and 100 were rejected, and of at most 2,000 in flight at once 200 came ' +
      'to the stock: what this burst could have shown was not tried',
  })
})

test('a tenth of the pairs is enough to go by, which is about a third of the requests', () => {
  expect(ruleOn(contended, burstOf({ booked: 10, conflict: 110, rateLimited: 180 })).status).toBe('held')
  expect(ruleOn(contended, burstOf({ conflict: 33, rateLimited: 67 })).status).toBe('held')
  expect(ruleOn(contended, burstOf({ conflict: 31, rateLimited: 69 })).status).toBe('inconclusive')
})

test('those that came to the stock still have to have met each other', () => {
  const facts = roundFrom({
    history: `
      user sent ended outcome     reference
      0    0    5     booked      A
      1    0    9     rateLimited -
      2    6    9     soldOut     -
    `,
  })
  expect(ruleOn(contended, facts).status).toBe('inconclusive')
})

test('where half of the wishes had no answer, a verdict would speak for a minority', () => {
  expect(ruleOn(contended, burstOf({ booked: 2, conflict: 3, unknown: 4 })).status).toBe('held')
  expect(ruleOn(contended, burstOf({ booked: 2, conflict: 2, unknown: 4 }))).toMatchObject({
    status: 'inconclusive',
    detail: '4 of 8 wishes had no answer: a verdict could only speak for the rest, which is no majority',
  })
})

test('a wish that had its answer at the second try had one', () => {
  const facts = roundFrom({
    history: `
      user sent ended outcome  reference
      0    0    5     unknown  -
      1    0    5     unknown  -
      0    6    9     booked   A
      1    6    9     conflict -
    `,
  })
  expect(ruleOn(contended, facts).status).toBe('held')
})

test('what turned requests away is named, and nothing else', () => {
  expect(ruleOn(contended, burstOf({ booked: 1, rateLimited: 3 })).detail).toMatch(
    /^of 4 requests, 3 were rate limited, and of at most 4 in flight at once 1 came to the stock:/,
  )
})

test('just a tenth of the pairs is enough', () => {
  expect(ruleOn(contended, burstOf({ booked: 2, rateLimited: 3 })).detail).toBe(
    'at most 2 attempts were in flight at once, but nobody lost, so there may have been enough for all',
  )
})

test('a request that was turned away alone had no race to miss', () => {
  expect(ruleOn(contended, burstOf({ rateLimited: 1 })).detail).toBe(
    'at most 0 attempts were in flight at once, so nobody raced anybody; 0 users lost the race',
  )
})

test('users who sent one key had one wish, and its answer whoever was given it', () => {
  const history = `
    user outcome reference
    0    unknown -
    1    unknown -
    2    unknown -
    3    booked  A
    4    booked  B
    5    unknown -
  `
  const facts = roundFrom({ history, account: 'all' })
  const keyOf = (user: number) => ['K', 'K', 'L', 'L', 'M', 'N'][user] ?? null
  expect(ruleOn(contended, { ...facts, keyOf }).detail).toMatch(/^2 of 4 wishes had no answer:/)
})

test('one wish without an answer is told of as one, and one that was answered once had its answer', () => {
  expect(ruleOn(contended, burstOf({ unknown: 1 })).detail).toMatch(/^1 of 1 wish had no answer:/)
  const refused = roundFrom({ history: 'user sent ended outcome\n 0 0 2 unknown\n 0 3 9 conflict' })
  expect(ruleOn(contended, refused).detail).toContain('nobody raced anybody')
})

describe('wishes that were accepted, to be decided later', () => {
  const history = `
    user outcome cause
    0    unknown accepted
    1    unknown accepted
    2    unknown accepted
  `
  test('have the ledger for an answer: whoever is not in it has lost', () => {
    const ledger = 'version kind reference account\n 2 booked A u0'
    expect(ruleOn(contended, roundFrom({ history, ledger }))).toMatchObject({
      status: 'held',
      detail: 'at most 3 attempts were in flight at once; 2 users lost the race',
    })
  })

  test('have none where there is no ledger', () => {
    expect(ruleOn(contended, roundFrom({ history })).detail).toMatch(/^3 of 3 wishes had no answer:/)
  })

  test('of which all were granted show no race', () => {
    const ledger = ['version kind reference account', '2 booked A u0', '3 booked B u1', '4 booked C u2'].join('\n')
    expect(ruleOn(contended, roundFrom({ history, ledger }))).toMatchObject({ status: 'inconclusive' })
  })
})

test('users who were brought up to the gate one after the other met there, or did not', () => {
  const history = `
    user began sent ended outcome
    0    0     50   55    conflict
    1    0     60   65    conflict
  `
  const facts = roundFrom({ history })
  const { beganUs = new Float64Array(), ...raced } = facts.history
  const judged = { ...facts, history: { ...raced, sentUs: beganUs }, racedUs: raced.sentUs }
  expect(ruleOn(contended, judged).detail).toContain('nobody raced anybody')
})

test('who was turned away on the way to the gate met nobody there', () => {
  const history = `
    user began sent ended planned outcome reference
    0    -90   1    9     0       booked  A
    1    -90   1    9     0       booked  B
    2    -90   -90  -80   0       soldOut -
    3    -90   -90  -80   0       soldOut -
  `
  const facts = roundFrom({ history })
  const { beganUs = new Float64Array(), ...raced } = facts.history
  const judged = { ...facts, history: { ...raced, sentUs: beganUs }, racedUs: raced.sentUs }
  expect(ruleOn(contended, judged)).toMatchObject({
    status: 'inconclusive',
    detail: 'at most 2 attempts were in flight at once, but nobody lost, so there may have been enough for all',
  })
})

test('where no booking could be understood, nothing was held against anything', () => {
  const history = `
    user outcome cause
    0    unknown unreadable
    1    soldOut -
    2    soldOut -
    3    soldOut -
  `
  const ledger = 'version kind reference account\n 2 booked A u0'
  expect(ruleOn(contended, roundFrom({ history, ledger }))).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringMatching(
      /^1 answer could not be understood, and nobody was told of what the ledger has, which is 1 booking:/,
    ),
  })
})
