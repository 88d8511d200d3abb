import { expect, test } from 'vitest'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { openOperationsIn } from '../../src/judge/open-operations.ts'
import { roundFrom } from '../builders/round.ts'

const history = `
  user outcome    reference
  0    booked     A
  1    conflict   -
  2    unknown    -
  3    unknown    -
`
const open = (entries: readonly string[], change: Partial<Parameters<typeof roundFrom>[0]> = {}) =>
  openOperationsIn(
    prepareRound(
      roundFrom({ history, ledger: ['version kind reference account key', ...entries].join('\n'), ...change }),
    ),
  )

test('a request without an answer is open until the ledger shows what came of it', () => {
  expect(open(['2 booked A u0 -'])).toBe(2)
  expect(open(['2 booked A u0 k0.0', '3 booked B u2 k2.0'], { keyed: true })).toBe(1)
  expect(open(['2 booked A u0 k0.0', '3 booked B u2 k2.0', '4 waitlisted C u3 k3.0'], { keyed: true })).toBe(0)
})

test('without keys, each entry that nobody was told of closes one, whosever it is', () => {
  expect(open(['2 booked A u0 -', '3 booked B u2 -'])).toBe(1)
  expect(open(['2 booked A u0 -', '3 booked B u2 -', '4 booked C u9 -'])).toBe(0)
  expect(open(['2 booked A u0 -', '3 booked B u2 -', '4 booked C u3 -', '5 booked D u3 -'])).toBe(0)
})

test('a retry that was answered closes the request whose answer was lost', () => {
  const retried = 'user outcome reference\n 0 unknown -\n 0 booked A'
  expect(open(['2 booked A u0 -'], { history: retried })).toBe(0)
  expect(open([], { history: retried })).toBe(1)
})

test('where the ledger cannot be read, nothing is worth waiting for', () => {
  expect(openOperationsIn(prepareRound(roundFrom({ history })))).toBe(0)
})
