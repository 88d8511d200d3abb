import { expect, test } from 'vitest'
import { conservation } from '../../../src/judge/rules/conservation.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome    reference
  0    booked     A
  1    booked     B
  2    waitlisted C
`

test('a counter that adds up through sales, a queue, a cancellation and a promotion is right', () => {
  const ledger = `
    version kind       reference account available
    2       booked     A         u0      1
    3       booked     B         u1      0
    4       waitlisted C         u2      0
    5       cancelled  A         u0      1
    6       promoted   C         u2      0
  `
  const ruling = ruleOn(conservation, roundFrom({ capacity: 2, history, ledger }))
  expect(ruling).toMatchObject({
    status: 'held',
    detail: 'the sum was right at 5 entries',
  })
})

test('a lost update of the counter is named with the entry that shows it', () => {
  const ledger = `
    version kind   reference account available
    2       booked A         u0      9
    3       booked B         u1      9
  `
  const ruling = ruleOn(conservation, roundFrom({ capacity: 10, history, ledger }))
  expect(ruling.status).toBe('violated')
  expect(ruling.evidence).toMatchObject([
    {
      claim: 'version 3 (booked, user 1, B) left 9 available, but 2 of 10 seats were held: the two add up to 11',
      attempts: [{ user: 1 }],
      entries: [{ version: 3 }],
    },
  ])
})

test('a cancellation that returns its seats twice is caught where it happens', () => {
  const ledger = `
    version kind      reference account available
    2       booked    A         u0      0
    3       cancelled A         u0      1
    4       cancelled A         u0      2
  `
  const ruling = ruleOn(conservation, roundFrom({ capacity: 1, history, ledger }))
  expect(ruling.detail).toBe('the sum was wrong at 1 of 3 entries')
})

test('seats that an earlier booking holds, and gives back, are part of the sum', () => {
  const ledger = `
    version kind      reference account available
    2       booked    A         u0      0
    3       cancelled OLD       u9      1
  `
  const facts = roundFrom({ capacity: 3, opening: { available: 1 }, history, ledger })
  expect(ruleOn(conservation, facts).status).toBe('held')
})

test('a capacity changed from outside leaves nothing to compare with', () => {
  const ledger = `
    version kind   reference account available
    2       booked A         u0      11
  `
  const facts = roundFrom({ capacity: 10, history, ledger, final: { capacity: 12 } })
  expect(ruleOn(conservation, facts)).toMatchObject({
    status: 'inconclusive',
    detail: 'the capacity went from 10 to 12 during the round, and no entry says when',
  })
})

test('a single entry that adds up is told of as one', () => {
  const one = {
    history: 'user outcome reference\n 0 booked A',
    ledger: 'version kind reference account\n 2 booked A u0',
  }
  expect(ruleOn(conservation, roundFrom(one)).detail).toBe('the sum was right at 1 entry')
})

test('where no entry says how many seats were left, there is nothing to look at', () => {
  const ledger = 'version kind reference account\n 2 booked A u0'
  expect(ruleOn(conservation, roundFrom({ history, ledger, tellsAvailable: false }))).toMatchObject({
    status: 'inconclusive',
    isUnseen: true,
    detail: 'no entry of the ledger says how many seats were left',
  })
})

test('what some entries say of the counter is held to those that say nothing of it as well', () => {
  const ledger = 'version kind account available\n 2 booked u0 9\n 3 booked u1 8\n 4 booked u2 8'
  const round = roundFrom({ capacity: 10, history, ledger })
  if ('unavailable' in round.ledger) throw new Error('the round has a ledger')
  const [first, second, third] = round.ledger.entries
  if (!first || !second || !third) throw new Error('the ledger has three entries')
  const entries = [first, { ...second, available: null }, third]
  const ruling = ruleOn(conservation, { ...round, ledger: { ...round.ledger, entries } })
  expect(ruling).toMatchObject({ status: 'violated', detail: 'the sum was wrong at 1 of 2 entries' })
  expect(ruling.evidence[0]?.claim).toMatch(/^version 4 .* left 8 available, but 3 of 10 seats were held/)
})

test('without versions a list of bookings may be sorted by anything', () => {
  const newestFirst = 'kind reference account available\n booked B u1 8\n booked A u0 9'
  expect(ruleOn(conservation, roundFrom({ capacity: 10, history, ledger: newestFirst })).status).toBe('held')
  const lost = 'kind reference account available\n booked B u1 9\n booked A u0 9'
  expect(ruleOn(conservation, roundFrom({ capacity: 10, history, ledger: lost })).status).toBe('violated')
  const returned = 'kind reference account available\n booked A u0 9\n cancelled A u0 9\n booked B u1 8'
  expect(ruleOn(conservation, roundFrom({ capacity: 10, history, ledger: returned }))).toMatchObject({
    status: 'inconclusive',
    isUnseen: true,
  })
})
