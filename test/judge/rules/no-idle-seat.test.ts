import { expect, test } from 'vitest'
import type { EventState } from '../../../src/booking/event.ts'
import { noIdleSeat } from '../../../src/judge/rules/no-idle-seat.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = 'user outcome reference\n 0 booked A\n 1 waitlisted B'

/** One event of two seats, both taken, and somebody who waits for so many. */
function on(wanted: number, entries: readonly string[], opening: Partial<EventState> = {}) {
  const ledger = `
    version kind       reference account seats
    2       booked     A         u0      2
    3       waitlisted B         u1      ${wanted}
    ${entries.join('\n')}
  `
  return ruleOn(noIdleSeat, roundFrom({ history, ledger, capacity: 2, opening }))
}

test('seats that came back are given to whoever waits for them', () => {
  expect(on(1, ['4 cancelled A u0 2', '5 promoted B u1 1'])).toMatchObject({ status: 'held', detail: 'nobody waits' })
  expect(on(1, ['4 cancelled A u0 2'])).toMatchObject({
    status: 'violated',
    detail: '2 seats stayed free while 1 user waited',
    evidence: [
      {
        claim: 'user 1 (B) waits for 1 seat since version 3, and 2 are free',
        entries: [{ reference: 'B' }, { kind: 'cancelled' }],
      },
    ],
  })
})

test('a party for which too few are left goes on waiting', () => {
  expect(on(3, ['4 cancelled A u0 2'])).toMatchObject({
    status: 'held',
    detail: '1 user waiting; 2 seats left, and the first of them wants 3',
  })
  expect(on(1, []).status).toBe('held')
})

test('without versions nobody knows who waited longest, so that it is idle only where anybody would fit', () => {
  const waiting = (...rows: readonly string[]) => {
    const ledger = ['version kind reference account seats', '0 booked A u0 1', ...rows].join('\n')
    return ruleOn(noIdleSeat, roundFrom({ history: `${history}\n 2 waitlisted C`, ledger, capacity: 2 }))
  }
  expect(waiting('0 waitlisted B u1 1', '0 waitlisted C u2 2')).toMatchObject({
    status: 'inconclusive',
    isUnseen: true,
    detail: '2 users waiting; 1 seat left, and the first of them may be the one who wants 2',
  })
  expect(waiting('0 waitlisted B u1 2', '0 waitlisted C u2 3')).toMatchObject({
    status: 'held',
    detail: '2 users waiting; 1 seat left, and the first of them wants more',
  })
  expect(waiting('0 waitlisted B u1 1', '0 waitlisted C u2 1')).toMatchObject({
    status: 'violated',
    detail: '1 seat stayed free while 2 users waited',
    evidence: [{ claim: 'user 1 (B) waits for 1 seat, and 1 are free' }],
  })
})

test('in an event that was not fresh, somebody may have waited before', () => {
  expect(on(1, ['4 cancelled A u0 2'], { capacity: 3, available: 2 })).toMatchObject({
    status: 'inconclusive',
    detail:
      '2 seats stayed free while 1 user waited, but the event was not fresh: somebody may have waited before them, for more',
  })
})
