import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomeKinds, type OutcomeKind } from '../../src/booking/outcome.ts'
import { mostInFlight } from '../../src/judge/in-flight.ts'
import { cases } from '../builders/cases.ts'
import { historyFrom } from '../builders/round.ts'

const all = (): boolean => true
const most = (...rows: readonly string[]) =>
  mostInFlight(historyFrom(['user outcome sent ended', ...rows].join('\n')), all)

test('requests that follow each other are under way one at a time', () => {
  expect(most()).toBe(0)
  expect(most('0 booked 5 5')).toBe(1)
  expect(most('0 booked 0 4', '1 booked 5 9', '2 booked 10 12')).toBe(1)
})

test('a request sent at the instant at which another ended was under way with it', () => {
  expect(most('0 booked 0 5', '1 booked 5 9')).toBe(2)
  expect(most('0 booked 0 5', '1 booked 0 5', '2 booked 5 9', '3 booked 6 9')).toBe(3)
})

test('the crush counts, whether it comes early or late', () => {
  expect(most('0 booked 0 9', '1 booked 1 9', '2 booked 2 9', '3 booked 20 21')).toBe(3)
  expect(most('3 booked 0 1', '0 booked 10 19', '1 booked 11 19', '2 booked 12 19')).toBe(3)
})

test('only the outcomes that are asked for count', () => {
  const history = historyFrom(
    'user outcome sent ended\n 0 booked 0 9\n 1 conflict 1 9\n 2 rateLimited 2 9\n 3 booked 3 9',
  )
  const counting = (...kinds: readonly OutcomeKind[]) => mostInFlight(history, (outcome) => kinds.includes(outcome))
  expect(counting('booked')).toBe(2)
  expect(counting('booked', 'rateLimited')).toBe(3)
  expect(counting('unknown')).toBe(0)
  // What does not count does not end either.
  const passed = historyFrom('user outcome sent ended\n 0 rateLimited 0 1\n 1 booked 0 9\n 2 booked 2 9')
  expect(mostInFlight(passed, (outcome) => outcome === 'booked')).toBe(2)
})

const attempt = fc.record({ sent: fc.nat(12), lasts: fc.nat(6), outcome: fc.constantFrom(...outcomeKinds) })

test('it is the most that are found at the instant at which any of them was sent', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 12 }), (attempts) => {
      const rows = attempts.map(({ sent, lasts, outcome }, user) => `${user} ${outcome} ${sent} ${sent + lasts}`)
      const underWay = attempts.map(
        ({ sent: now }) => attempts.filter(({ sent, lasts }) => sent <= now && now <= sent + lasts).length,
      )
      expect(most(...rows)).toBe(Math.max(0, ...underWay))
    }),
    { numRuns: cases(1000) },
  )
})
