import { expect, test } from 'vitest'
import { allOrNothing } from '../../../src/judge/rules/all-or-nothing.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

test('a party that is told of fewer seats than it asked for was served in part', () => {
  const history = 'user outcome reference seats\n 0 booked A 3'
  const ledger = 'version kind reference account seats\n 2 booked A u0 3'
  expect(ruleOn(allOrNothing, roundFrom({ history, ledger, seats: 4 }))).toMatchObject({
    status: 'violated',
    detail: '1 party told of other seats than asked for, 1 in the ledger',
    evidence: [
      { claim: 'user 0 asked for 4 seats and was given 3 (A)', attempts: [{ user: 0, reference: 'A' }] },
      { claim: 'user 0 asked for 4 seats, but version 2 booked 3 (A)', entries: [{ reference: 'A' }] },
    ],
  })
  expect(ruleOn(allOrNothing, roundFrom({ history, ledger, seats: 3 }))).toMatchObject({
    status: 'held',
    detail: 'every party was served whole, or not at all',
  })
})

test('what was booked in part is found by its key, though its answer never came', () => {
  const history = 'user outcome\n 0 unknown'
  const ledger = 'version kind reference account seats key\n 2 booked A u0 3 k0.0'
  expect(ruleOn(allOrNothing, roundFrom({ history, ledger, seats: 4, keyed: true })).status).toBe('violated')
  // Nobody knows whose request it was.
  const keyless = 'version kind reference account seats\n 2 booked A u0 3'
  expect(ruleOn(allOrNothing, roundFrom({ history, ledger: keyless, seats: 4 })).status).toBe('held')
})

test('who is promoted gets as many seats as they waited for', () => {
  const history = 'user outcome reference\n 0 waitlisted A'
  const promotedTo = (seats: number) =>
    roundFrom({
      history,
      seats: 2,
      ledger: `version kind reference account seats\n 2 waitlisted A u0 2\n 3 promoted A u0 ${seats}`,
    })
  expect(ruleOn(allOrNothing, promotedTo(2)).status).toBe('held')
  expect(ruleOn(allOrNothing, promotedTo(1))).toMatchObject({
    status: 'violated',
    evidence: [
      { claim: 'user 0 waited for 2 seats, but version 3 promoted A to 1', entries: [{ version: 2 }, { version: 3 }] },
    ],
  })
})

test('without a ledger, the answers alone say who was served in part', () => {
  const history = 'user outcome reference seats\n 0 booked A 3\n 1 booked B 1'
  expect(ruleOn(allOrNothing, roundFrom({ history, seats: 2 }))).toMatchObject({
    status: 'violated',
    level: 'answers',
    detail: '2 parties told of other seats than asked for, 0 in the ledger',
  })
  const whole = 'user outcome reference seats\n 0 booked A 2'
  expect(ruleOn(allOrNothing, roundFrom({ history: whole, seats: 2 })).status).toBe('held')
})

test('what was not waited for is not held against the seats that were', () => {
  const on = (...entries: readonly string[]) => {
    const history = 'user outcome reference\n 0 waitlisted A\n 1 booked B'
    const ledger = ['version kind reference account seats', ...entries].join('\n')
    return ruleOn(allOrNothing, roundFrom({ history, ledger, seats: 2 })).status
  }
  expect(on('2 waitlisted A u0 2', '3 cancelled A u0 1')).toBe('held')
  expect(on('2 booked B u1 2', '3 promoted B u1 1')).toBe('held')
  expect(on('2 promoted OLD u9 1')).toBe('held')
  expect(on('2 waitlisted A u0 2', '3 promoted A u0 1')).toBe('violated')
})

test('what another account was sold under a reference is not held against whoever was told of it', () => {
  const history = 'user outcome reference\n 0 booked A'
  const soldTo = (account: string) =>
    roundFrom({ history, seats: 2, ledger: `version kind reference account seats\n 2 booked A ${account} 1` })
  expect(ruleOn(allOrNothing, soldTo('u9')).status).toBe('held')
  expect(ruleOn(allOrNothing, soldTo('u0')).status).toBe('violated')
})
