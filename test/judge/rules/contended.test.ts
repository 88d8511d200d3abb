import * as fc from 'fast-check'
import { expect, test } from 'vitest'
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
