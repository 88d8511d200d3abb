import { expect, test } from 'vitest'
import { returnedOnce } from '../../../src/judge/rules/returned-once.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = 'user outcome reference\n 0 booked A\n 1 waitlisted B'
const on = (...entries: readonly string[]) =>
  ruleOn(returnedOnce, roundFrom({ history, ledger: ['version kind reference account seats', ...entries].join('\n') }))

test('what is cancelled once gives its seats back once', () => {
  expect(on('2 booked A u0 2', '3 cancelled A u0 2')).toMatchObject({
    status: 'held',
    detail: '1 cancellation, each of what was held',
  })
  expect(on('2 booked A u0 2', '3 cancelled A u0 2', '4 cancelled A u0 2')).toMatchObject({
    status: 'violated',
    detail: '1 of 2 cancellations gave back what was not held',
    evidence: [
      {
        claim: 'version 4 cancelled A of user 0, which version 3 had cancelled before',
        entries: [{ version: 3 }, { version: 4 }],
      },
    ],
  })
})

test('a booking gives back no more than it held', () => {
  expect(on('2 booked A u0 2', '3 cancelled A u0 3')).toMatchObject({
    status: 'violated',
    evidence: [
      {
        claim: 'version 3 cancelled A of user 0 and gave back 3 seats, of 2 that it held',
        entries: [{ version: 2 }, { version: 3 }],
      },
    ],
  })
  expect(on('2 booked A u0 2', '3 cancelled A u0 1').status).toBe('held')
})

test('who was promoted to fewer seats than they waited for gives back those alone', () => {
  const promoted = ['2 waitlisted B u1 3', '3 promoted B u1 2']
  expect(on(...promoted, '4 cancelled B u1 2').detail).toBe('1 cancellation, each of what was held')
  expect(on(...promoted, '4 cancelled B u1 3').status).toBe('violated')
})

test('who leaves the queue does so once, and what was booked before the round may be cancelled in it', () => {
  expect(on('2 waitlisted B u1 1', '3 cancelled B u1 1').status).toBe('held')
  expect(on('2 waitlisted B u1 1', '3 cancelled B u1 1', '4 cancelled B u1 1').status).toBe('violated')
  expect(on('2 cancelled OLD u9 1').status).toBe('held')
  expect(on('2 cancelled OLD u9 1', '3 cancelled OLD u9 1').status).toBe('violated')
})

test('where nothing was cancelled, there was nothing to look at', () => {
  expect(on('2 booked A u0 2')).toMatchObject({ status: 'held', isIdle: true, detail: 'nothing was cancelled' })
})

test('without versions, entries are told apart without them', () => {
  const rows = ['0 cancelled A u0 1', '0 booked A u0 1', '0 cancelled A u0 1']
  expect(on(...rows)).toMatchObject({
    status: 'violated',
    evidence: [{ claim: 'an entry cancelled A of user 0, which another entry had cancelled before' }],
  })
})
