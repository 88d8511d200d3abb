import { expect, test } from 'vitest'
import { groupAttempts } from '../../src/judge/grouped-attempts.ts'
import { gatherTellings, saidIn } from '../../src/judge/tellings.ts'
import type { History } from '../../src/record/history.ts'
import { historyFrom } from '../builders/round.ts'

function gather(history: History) {
  const { operationAt, count } = groupAttempts(history)
  return gatherTellings(history, operationAt, count)
}

const history = historyFrom(`
  user outcome    reference
  0    conflict   -
  1    booked     A
  2    soldOut    -
  0    booked     B
  3    waitlisted W
  1    unknown    -
  1    booked     C
  0    booked     D
`)

test('the answers to one operation stand side by side, in the order in which they came', () => {
  const tellings = gather(history)
  expect(tellings.length).toBe(5)
  expect([...tellings.place]).toEqual([3, 7, 1, 6, 4])
  expect(tellings.said.map(({ reference }) => reference)).toEqual(['B', 'D', 'A', 'C', 'W'])
  expect([...tellings.operation]).toEqual([0, 0, 1, 1, 3])
  // User 2 was told of nothing.
  expect([...tellings.start]).toEqual([0, 2, 4, 4, 5])
})

test('where nothing was told there are none', () => {
  expect(gather(historyFrom('user outcome\n 0 conflict\n 1 unknown'))).toMatchObject({ length: 0, said: [] })
})

test('to ask for an answer that is not there is our own mistake', () => {
  const tellings = gather(history)
  expect(saidIn(tellings, 4)).toMatchObject({ kind: 'waitlisted', reference: 'W' })
  expect(() => saidIn(tellings, 5)).toThrow('there is no answer 5 of 5')
})

test('a history that lost what was acknowledged is damaged', () => {
  expect(() => gather({ ...history, acknowledgements: history.acknowledgements.slice(0, 2) })).toThrow(
    /^a history has no acknowledgement of attempt \d$/,
  )
})
