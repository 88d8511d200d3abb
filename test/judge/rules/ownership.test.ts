import { describe, expect, test } from 'vitest'
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

describe('whoever asks for a cancellation', () => {
  const ledger = 'version kind reference account\n 2 booked A u0\n 3 waitlisted B u1\n 4 cancelled A u0'
  const asking = (row: string) =>
    ruleOn(ownership, roundFrom({ history, ledger, cancellations: `user reference outcome\n ${row}` }))

  test('may be told so of what is theirs, and be told anything else of what is not', () => {
    for (const row of ['0 A cancelled', '1 A refused', '1 A gone', '1 A unknown']) {
      expect(asking(row)).toMatchObject({ status: 'held', detail: '1 change, each by the account that it belongs to' })
    }
  })

  test('and is told so although it is another account that holds it, is named, whatever the ledger says', () => {
    expect(asking('1 A cancelled')).toMatchObject({
      status: 'violated',
      detail: 'of 1 change, 1 of what belongs to another account',
      evidence: [
        {
          claim: 'user 1 (u1) was told that A is cancelled, which belongs to account u0',
          attempts: [{ user: 1, outcome: 'cancelled', reference: 'A' }],
          entries: [{ kind: 'booked' }, { kind: 'cancelled' }],
        },
      ],
    })
    expect(asking('0 B cancelled').status).toBe('violated')
  })

  test('of one account with the owner is no stranger', () => {
    const shared = { history, account: 'shared', ledger: 'version kind reference account\n 2 booked A shared' }
    const cancellations = 'user reference outcome\n 1 A cancelled'
    expect(ruleOn(ownership, roundFrom({ ...shared, cancellations })).status).toBe('held')
  })

  test('of what was theirs is told rightly, whoever cancelled it', () => {
    const stolen = 'version kind reference account\n 2 booked A u0\n 3 cancelled A u9'
    const cancellations = 'user reference outcome\n 0 A cancelled'
    expect(ruleOn(ownership, roundFrom({ history, ledger: stolen, cancellations })).evidence).toMatchObject([
      { claim: 'A belongs to account u0 since version 2, but version 3 cancelled it for account u9' },
    ])
  })

  test('for what the ledger does not know, trespasses on nobody', () => {
    expect(asking('1 NOWHERE cancelled').status).toBe('held')
  })

  test('gives the rule something to look at, even where nothing was changed', () => {
    const idle = roundFrom({ history, ledger: 'version kind reference account\n 2 booked A u0' })
    expect(ruleOn(ownership, idle)).toMatchObject({ isIdle: true, detail: 'no booking was changed' })
    const cancellations = 'user reference outcome\n 1 A refused'
    const tried = roundFrom({ history, cancellations, ledger: 'version kind reference account\n 2 booked A u0' })
    expect(ruleOn(ownership, tried)).toMatchObject({ status: 'held', isIdle: false })
  })
})
