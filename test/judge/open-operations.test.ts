import { expect, test } from 'vitest'
import type { UnknownCause } from '../../src/booking/outcome.ts'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { openOperationsIn } from '../../src/judge/open-operations.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { roundFrom } from '../builders/round.ts'

const countOpenOperations = (facts: RoundFacts): number => openOperationsIn(prepareRound(facts))

type Story = Parameters<typeof roundFrom>[0]

const booked = 'version kind reference account\n 2 booked A u0'
const cancelled = `${booked}\n 3 cancelled A u0`
const open = (story: Partial<Story>) =>
  countOpenOperations(roundFrom({ history: 'user outcome reference\n 0 booked A', ledger: booked, ...story }))

test('a round in which every request had its answer has none', () => {
  expect(open({ cancellations: 'user reference outcome\n 0 A refused\n 0 A gone' })).toBe(0)
})

test('a request without an answer is open until the ledger shows what may have come of it', () => {
  const history = 'user outcome\n 0 unknown\n 1 unknown\n 2 conflict'
  expect(open({ history, ledger: 'version kind reference account' })).toBe(2)
  expect(open({ history, ledger: 'version kind reference account\n 2 booked A u1' })).toBe(1)
})

test('a cancellation without an answer is open until the ledger has it, and each reference counts once', () => {
  const asked = (...rows: readonly string[]) => ['user reference outcome', ...rows].join('\n')
  expect(open({ cancellations: asked('0 A unknown') })).toBe(1)
  expect(open({ cancellations: asked('0 A unknown', '0 A unknown', '1 A unknown') })).toBe(1)
  expect(open({ cancellations: asked('0 A unknown', '1 B unknown') })).toBe(2)
  expect(open({ cancellations: asked('0 A unknown'), ledger: cancelled })).toBe(0)
  expect(open({ cancellations: asked('0 A unknown', '1 B unknown'), ledger: cancelled })).toBe(1)
  // Another who asked was told: the one without an answer may come still, but there is nothing left for it to change.
  expect(open({ cancellations: asked('0 A cancelled', '0 A unknown'), ledger: cancelled })).toBe(0)
})

test('bookings and cancellations without an answer are counted apart', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 unknown -'
  const cancellations = 'user reference outcome\n 0 A unknown'
  expect(open({ history, cancellations })).toBe(2)
  // What somebody was given who had no answer closes no cancellation.
  expect(open({ history, cancellations, ledger: `${booked}\n 3 booked B u1` })).toBe(1)
})

test('a key ties an entry to the request that it closes; without keys, each entry that nobody was told of closes one', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 conflict -\n 2 unknown -\n 3 unknown -'
  const of = (...entries: readonly string[]) => ['version kind reference account key', ...entries].join('\n')
  const keyed = (...entries: readonly string[]) => open({ history, keyed: true, ledger: of(...entries) })
  expect(keyed('2 booked A u0 k0.0', '3 booked B u2 k2.0')).toBe(1)
  expect(keyed('2 booked A u0 k0.0', '3 booked B u2 k2.0', '4 waitlisted C u3 k3.0')).toBe(0)
  const loose = (...entries: readonly string[]) => open({ history, ledger: of(...entries) })
  expect(loose('2 booked A u0 -', '3 booked B u2 -')).toBe(1)
  expect(loose('2 booked A u0 -', '3 booked B u2 -', '4 booked C u9 -')).toBe(0)
  expect(loose('2 booked A u0 -', '3 booked B u2 -', '4 booked C u3 -', '5 booked D u3 -')).toBe(0)
})

test('a retry that was answered closes the request whose answer was lost', () => {
  const history = 'user outcome reference\n 0 unknown -\n 0 booked A'
  expect(open({ history })).toBe(0)
  expect(open({ history, ledger: 'version kind reference account' })).toBe(1)
})

/** Attempts of one operation: each a cause why there was no answer, or a refusal. */
const operationOf = (...answers: readonly (UnknownCause | 'refused')[]) => {
  const recorder = new HistoryRecorder()
  for (const [index, answer] of answers.entries()) {
    recorder.add({
      user: 0,
      attempt: index + 1,
      operation: 0,
      plannedUs: 0,
      sentUs: index,
      endedUs: index + 1,
      status: 0,
      outcome: answer === 'refused' ? { kind: 'conflict' } : { kind: 'unknown', cause: answer },
    })
  }
  const facts = roundFrom({ history: 'user outcome', ledger: 'version kind reference account' })
  return countOpenOperations({ ...facts, history: recorder.history() })
}

test('who was told that another request with the key is at work waits for that one alone', () => {
  expect(operationOf('inFlight', 'refused')).toBe(0)
  expect(operationOf('refused', 'inFlight', 'inFlight')).toBe(0)
  // The other one had no answer either, or is nobody's that is known.
  expect(operationOf('inFlight', 'timeout')).toBe(1)
  expect(operationOf('inFlight', 'refused', 'serverError')).toBe(1)
  expect(operationOf('inFlight')).toBe(1)
  expect(operationOf('inFlight', 'inFlight')).toBe(1)
})

test('without a ledger there is nothing to wait for', () => {
  const history = 'user outcome\n 0 unknown'
  const cancellations = 'user reference outcome\n 0 A unknown'
  expect(countOpenOperations(roundFrom({ history, cancellations }))).toBe(0)
})
