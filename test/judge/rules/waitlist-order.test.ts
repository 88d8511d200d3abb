import { expect, test } from 'vitest'
import { waitlistOrder } from '../../../src/judge/rules/waitlist-order.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome    reference
  0    booked     A
  1    waitlisted B
  2    waitlisted C
`
/** One event of two seats, both taken; then two parties join the queue, the first of so many seats. */
function on(firstParty: number, ...entries: readonly string[]) {
  const ledger = `
    version kind       reference account seats
    2       booked     A         u0      2
    3       waitlisted B         u1      ${firstParty}
    4       waitlisted C         u2      1
    ${entries.join('\n')}
  `
  return (final = {}) => ruleOn(waitlistOrder, roundFrom({ history, ledger, capacity: 2, final }))
}

test('who joined first is promoted first', () => {
  expect(on(1, '5 cancelled A u0 2', '6 promoted B u1 1', '7 promoted C u2 1')()).toMatchObject({
    status: 'held',
    detail: '2 promotions, none of them past anybody who would have fitted',
  })
})

test('nobody is promoted past somebody who would have fitted', () => {
  expect(on(1, '5 cancelled A u0 2', '6 promoted C u2 1', '7 promoted B u1 1')()).toMatchObject({
    status: 'violated',
    detail: '1 of 2 promotions passed over somebody who had joined earlier',
    evidence: [
      {
        claim: 'version 6 promoted user 2 (C) past user 1, who had waited for 1 seat since version 3',
        entries: [{ reference: 'B' }, { version: 6 }],
      },
    ],
  })
})

test('a party for which there are just enough is not too large', () => {
  expect(on(2, '5 cancelled A u0 2', '6 promoted C u2 1')()).toMatchObject({
    status: 'violated',
    evidence: [{ claim: expect.stringContaining('past user 1, who had waited for 2 seats') }],
  })
})

test('a party that is too large may be passed over, and one that has left is not there to be', () => {
  expect(on(3, '5 cancelled A u0 2', '6 promoted C u2 1')().status).toBe('held')
  expect(on(1, '5 cancelled B u1 1', '6 cancelled A u0 2', '7 promoted C u2 1')().status).toBe('held')
})

test('of one who was not seen to join, nobody can say who was ahead', () => {
  expect(on(1, '5 cancelled A u0 2', '6 promoted OLD u9 1')()).toMatchObject({
    status: 'held',
    detail: '1 promotion, none of them past anybody who would have fitted',
  })
})

test('where the capacity changed, nobody knows who would have fitted', () => {
  expect(on(1, '5 cancelled A u0 2', '6 promoted C u2 1')({ capacity: 3 })).toMatchObject({
    status: 'inconclusive',
    detail: 'the capacity changed during the round, and no entry says when, so nobody knows who would have fitted',
  })
  expect(on(1, '5 cancelled A u0 2', '6 promoted B u1 1')({ capacity: 3 }).status).toBe('held')
})

test('a queue that nobody moved up in is in order', () => {
  expect(on(1)()).toMatchObject({ status: 'held', detail: 'nobody was promoted' })
})

test('of many who were passed over three are shown, with who was promoted instead', () => {
  const queue = Array.from({ length: 6 }, (_, index) => `${index + 5} waitlisted D${index} v${index} 1`)
  const ruling = on(1, ...queue, '11 cancelled A u0 2', '12 promoted D5 v5 1')()
  expect(ruling.evidence).toMatchObject([
    { entries: [{ reference: 'B' }, { reference: 'C' }, { reference: 'D0' }, { kind: 'promoted', reference: 'D5' }] },
  ])
})
