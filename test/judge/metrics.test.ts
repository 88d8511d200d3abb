import { expect, test } from 'vitest'
import { measureRound } from '../../src/judge/metrics.ts'
import { roundFrom } from '../builders/round.ts'

test('a round is measured from its history and its ledger', () => {
  const metrics = measureRound(
    roundFrom({
      capacity: 3,
      history: `
        user planned sent ended outcome  reference
        0    0       0    5     booked   A
        1    0       0    9     conflict -
        2    0       1    40    unknown  -
        1    5       9    12    booked   B
      `,
      ledger: `
        version kind      reference account seats
        2       booked    A         u0      2
        3       booked    B         u1      1
        4       cancelled A         u0      2
      `,
    }),
  )
  expect(metrics).toMatchObject({
    users: { booked: 2, conflict: 0, unknown: 1 },
    attempts: { booked: 2, conflict: 1, unknown: 1 },
    seats: { capacity: 3, sold: 1 },
    durationMs: 40,
  })
  expect([...metrics.latenciesMs.sent]).toEqual([3, 5, 9])
  expect([...metrics.latenciesMs.planned]).toEqual([5, 7, 9])
})

test('what could not be measured is null', () => {
  const metrics = measureRound(roundFrom({ history: 'user outcome' }))
  expect(metrics).toMatchObject({ seats: null, durationMs: null })
})
