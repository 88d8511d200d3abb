import { expect, test } from 'vitest'
import { evaluateExpectations } from '../../src/judge/expectations.ts'
import type { RoundMetrics } from '../../src/judge/metrics.ts'
import { parseExpectation } from '../../src/scenario/expectation.ts'

const none = { booked: 0, conflict: 0, soldOut: 0, waitlisted: 0, rateLimited: 0, rejected: 0, unknown: 0 }
const measured: RoundMetrics = {
  users: { ...none, booked: 10, conflict: 25, soldOut: 5 },
  attempts: { ...none, booked: 10, conflict: 60, soldOut: 30 },
  seats: { capacity: 12, sold: 10 },
  latenciesMs: { sent: Float64Array.of(100, 200, 300, 400), planned: Float64Array.of(150, 250, 350, 950) },
  durationMs: 450.5,
}
const unmeasured: RoundMetrics = {
  users: none,
  attempts: none,
  seats: null,
  latenciesMs: { sent: new Float64Array(), planned: new Float64Array() },
  durationMs: null,
}

const evaluate = (text: string, metrics = measured) => evaluateExpectations([parseExpectation(text)], metrics)[0]

test.each([
  ['winners == 10', 10, true],
  ['winners == 25%', 25, true],
  ['winners > 25%', 25, false],
  ['booked != 10', 10, false],
  ['booked != 11', 10, true],
  ['conflict != 24', 25, true],
  ['conflict <= 25', 25, true],
  ['conflict <= 24', 25, false],
  ['conflict < 25', 25, false],
  ['soldOut >= 6', 5, false],
  ['soldOut >= 5', 5, true],
  ['users == 40', 40, true],
  ['attempts == 100', 100, true],
  ['attempts.conflict > 50', 60, true],
  ['attempts.conflict == 60%', 60, true],
  ['sold == 10', 10, true],
  ['unsold == 2', 2, true],
  ['oversold == 0', 0, true],
  ['p(50) == 200', 200, true],
  ['planned.p(50) == 200', 250, false],
  ['planned.max < 1s', 950, true],
  ['p(50.1) == 300', 300, true],
  ['p(100) < 0.4s', 400, false],
  ['p(100) <= 0.4s', 400, true],
  ['min >= 0.1s', 100, true],
  ['mean == 250ms', 250, true],
  ['max < 401', 400, true],
  ['duration < 1s', 450.5, true],
])('%s', (expression, actual, pass) => {
  expect(evaluate(expression)).toEqual({ expression, actual, pass })
})

test('seats sold beyond the capacity are oversold, and none is unsold', () => {
  const oversold = { ...measured, seats: { capacity: 10, sold: 13 } }
  expect(evaluate('oversold == 3', oversold)?.pass).toBe(true)
  expect(evaluate('unsold == 0', oversold)?.pass).toBe(true)
})

test.each([
  'oversold == 0',
  'sold >= 0',
  'p(95) < 300',
  'max < 300',
  'duration < 300',
  'winners >= 0%',
  'winners != 1%',
])('what could not be measured was not met: %s', (expression) => {
  expect(evaluate(expression, unmeasured)).toEqual({ expression, actual: null, pass: false })
})

test('each expectation is answered for itself, in order', () => {
  const expectations = ['winners == 10', 'winners == 11'].map(parseExpectation)
  expect(evaluateExpectations(expectations, measured).map(({ pass }) => pass)).toEqual([true, false])
})
