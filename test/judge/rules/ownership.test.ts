import { expect, test } from 'vitest'
import { ownership } from '../../../src/judge/rules/ownership.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = 'user outcome reference\n 0 booked A\n 1 waitlisted B'
const on = (...entries: readonly string[]) =>
  ruleOn(ownership, roundFrom({ history, ledger: ['version kind reference account', ...entries].join('\n') }))

test('a booking is cancelled for the account that holds it', () => {
  expect(on('2 booked A u0', '3 cancelled A u0')).toMatchObject({
    status: 'held',
    detail: '1 change, each by the account that it belongs to',
  })
  expect(on('2 booked A u0', '3 cancelled A u1')).toMatchObject({
    status: 'violated',
    detail: 'of 1 change, 1 of what belongs to another account',
    evidence: [
      {
        claim: 'A belongs to account u0 since version 2, but version 3 cancelled it for account u1',
        entries: [{ version: 2 }, { version: 3 }],
      },
    ],
  })
})

test('a place in the queue goes to the account that waits', () => {
  expect(on('2 waitlisted B u1', '3 promoted B u1').status).toBe('held')
  expect(on('2 waitlisted B u1', '3 promoted B u0').status).toBe('violated')
})

test('whose a booking of before the round was, nobody knows', () => {
  expect(on('2 cancelled OLD u9').status).toBe('held')
})

test('where no booking was changed, there was nothing to look at', () => {
  expect(on('2 booked A u0', '3 waitlisted B u1')).toMatchObject({
    status: 'held',
    isIdle: true,
    detail: 'no booking was changed',
  })
})
