import { expect, test } from 'vitest'
import { noDoubleBooking } from '../../../src/judge/rules/no-double-booking.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = 'user outcome reference\n 0 waitlisted A\n 1 booked B'
const on = (...entries: readonly string[]) =>
  ruleOn(noDoubleBooking, roundFrom({ history, ledger: ['version kind reference account', ...entries].join('\n') }))

test('a place in the queue is promoted once', () => {
  expect(on('2 waitlisted A u0', '3 promoted A u0')).toMatchObject({
    status: 'held',
    detail: '1 promotion, each of somebody who waited',
  })
  expect(on('2 waitlisted A u0', '3 promoted A u0', '4 promoted A u0')).toMatchObject({
    status: 'violated',
    detail: '1 of 2 promotions came too often',
    evidence: [
      {
        claim: 'version 4 promoted user 0 (A), who held seats already since version 3',
        entries: [{ version: 3 }, { version: 4 }],
      },
    ],
  })
})

test('who left the queue, or holds a booking, is not promoted', () => {
  expect(on('2 waitlisted A u0', '3 cancelled A u0', '4 promoted A u0')).toMatchObject({
    status: 'violated',
    evidence: [{ claim: 'version 4 promoted user 0 (A), who had left already since version 3' }],
  })
  expect(on('2 booked B u1', '3 promoted B u1')).toMatchObject({
    status: 'violated',
    evidence: [{ claim: 'version 3 promoted user 1 (B), who held seats already since version 2' }],
  })
})

test('a promotion of what nobody was seen to wait under is for another rule', () => {
  expect(on('2 promoted Z u9').status).toBe('held')
})

test('where nobody was promoted, there was nothing to look at', () => {
  expect(on('2 waitlisted A u0', '3 booked B u1')).toMatchObject({
    status: 'held',
    isIdle: true,
    detail: 'nobody was promoted',
  })
})
