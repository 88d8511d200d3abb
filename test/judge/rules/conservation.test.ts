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
    detail: 'the sum was right at 5 entries and at the final read',
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
    {
      claim: 'the final read showed 9 available at version 3, but the ledger holds 2 of 10 seats',
      attempts: [],
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
  expect(ruling.detail).toBe('the sum was wrong at 1 of 3 entries and wrong at the final read')
})

test('entries that add up do not excuse a final read that does not', () => {
  const ledger = `
    version kind   reference account available
    2       booked A         u0      9
  `
  expect(ruleOn(conservation, roundFrom({ capacity: 10, history, ledger }))).toMatchObject({
    status: 'held',
    detail: 'the sum was right at 1 entry and at the final read',
  })
  const astray = ruleOn(conservation, roundFrom({ capacity: 10, history, ledger, final: { available: 8 } }))
  expect(astray.detail).toBe('the sum was wrong at 0 of 1 entry and wrong at the final read')
})

test('a final read that adds up does not excuse an entry that does not', () => {
  const ledger = `
    version kind   reference account available
    2       booked A         u0      10
  `
  const facts = roundFrom({ capacity: 10, history, ledger, final: { available: 9 } })
  expect(ruleOn(conservation, facts).detail).toBe('the sum was wrong at 1 of 1 entry and right at the final read')
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

test('an event that nobody changed has to end as it began', () => {
  const untouched = { capacity: 10, opening: { available: 8 }, history: 'user outcome', ledger: 'version kind' }
  expect(ruleOn(conservation, roundFrom(untouched)).status).toBe('held')
  expect(ruleOn(conservation, roundFrom({ ...untouched, final: { available: 7 } })).evidence).toEqual([
    {
      claim: 'the final read showed 7 available at version 1, but the ledger holds 2 of 10 seats',
      attempts: [],
      entries: [],
    },
  ])
})
