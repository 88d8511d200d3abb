import { expect, test } from 'vitest'
import { slotsOf } from '../../../src/judge/order/slots.ts'
import { prepareRound } from '../../../src/judge/judged-round.ts'
import { roundFrom } from '../../builders/round.ts'

/** The slots of entries with these versions, in an event that was opened at version 1. */
function slots(versions: readonly number[], mayHold: boolean) {
  const rows = versions.map((version, index) => `${version} booked R${index} u${index}`)
  const { ledger, facts } = prepareRound(
    roundFrom({ history: 'user outcome', ledger: ['version kind reference account', ...rows].join('\n') }),
  )
  if ('unavailable' in ledger) throw new Error('the round has a ledger')
  return slotsOf(ledger, facts.opening, mayHold)
}

test('of an unbroken chain, each version has a slot of its own', () => {
  for (const mayHold of [false, true]) {
    const { count, versionOf, slotOf } = slots([2, 3, 4], mayHold)
    expect(count).toBe(4)
    expect([0, 1, 2, 3].map(versionOf)).toEqual([1, 2, 3, 4])
    expect([1, 2, 3, 4].map(slotOf)).toEqual([0, 1, 2, 3])
    expect(slotOf(0)).toBeLessThan(0)
  }
})

test('a version that no entry installed is of the slot before it', () => {
  const { count, versionOf, slotOf } = slots([3, 4, 8, 9], true)
  expect(count).toBe(5)
  expect([0, 1, 2, 3, 4].map(versionOf)).toEqual([1, 3, 4, 8, 9])
  expect([1, 2, 3, 4, 5, 7, 8, 9].map(slotOf)).toEqual([0, 0, 1, 2, 2, 2, 3, 4])
})

test('a version behind the last entry is of that only where a hold may have installed it', () => {
  expect([5, 9].map(slots([2, 3, 4], true).slotOf)).toEqual([3, 3])
  expect([5, 9].map(slots([2, 3, 4], false).slotOf)).toEqual([4, 4])
  expect([1, 2].map(slots([], true).slotOf)).toEqual([0, 0])
  expect([1, 2].map(slots([], false).slotOf)).toEqual([0, 1])
})
