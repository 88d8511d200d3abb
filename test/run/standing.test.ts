import { expect, test } from 'vitest'
import type { CancelOutcome } from '../../src/booking/cancellation.ts'
import { reference } from '../../src/booking/event.ts'
import { Standing } from '../../src/run/standing.ts'
import { historyFrom } from '../builders/round.ts'

const burst = historyFrom(`
  user outcome     reference operation attempt
  2    booked      B         1         2
  0    booked      A         0         1
  1    soldOut     -         3         4
  3    waitlisted  W         0         1
  2    conflict    -         0         1
  4    booked      -         0         1
`)
const names = (standing: Standing) => standing.possessions.map(({ reference: name }) => name)
const told = (user: number, name: string, outcome: CancelOutcome) => ({ user, reference: reference(name), outcome })
const cancelled = { kind: 'cancelled', version: null } as const

test('what users have is what they were told by name, in the order in which they learnt of it', () => {
  const standing = new Standing(burst)
  expect(standing.possessions).toEqual([
    { user: 2, reference: 'B', kind: 'booked' },
    { user: 0, reference: 'A', kind: 'booked' },
    { user: 3, reference: 'W', kind: 'waitlisted' },
  ])
  expect(standing.holders).toEqual(new Set([2, 0, 3]))
})

test('a key that was given something can be sent again, even where its name broke off; one that was refused cannot', () => {
  const standing = new Standing(burst)
  expect([0, 1, 2, 3, 4, 5].map((user) => standing.grantedTo(user))).toEqual([0, null, 1, 0, 0, null])
})

test('attempts, operations and cancellations are counted on from where the burst left them', () => {
  const standing = new Standing(burst)
  expect([standing.nextAttempt(1), standing.nextAttempt(1), standing.nextAttempt(0)]).toEqual([5, 6, 2])
  expect([standing.nextOperation(1), standing.nextOperation(1), standing.nextOperation(2)]).toEqual([4, 5, 2])
  // Who never came begins like everybody else.
  expect([standing.nextAttempt(9), standing.nextOperation(9)]).toEqual([1, 0])
  const next = (user: number, name: string) => standing.nextCancellation(user, reference(name))
  expect([next(0, 'A'), next(0, 'A'), next(1, 'A'), next(0, 'B')]).toEqual([1, 2, 1, 1])
})

test('an answer that came later is counted where it stands: it takes no number twice', () => {
  const standing = new Standing(burst)
  const [attempt, operation] = [standing.nextAttempt(1), standing.nextOperation(1)]
  standing.learn({ user: 1, attempt, operation, acknowledged: null })
  expect([standing.nextAttempt(1), standing.nextOperation(1)]).toEqual([attempt + 1, operation + 1])
})

test('a reference belongs to whoever was told of it first', () => {
  const standing = new Standing(burst)
  const acknowledged = { kind: 'booked', reference: reference('A'), seats: 1, version: 2 } as const
  standing.learn({ user: 1, attempt: 5, operation: 4, acknowledged })
  expect(standing.possessions.find(({ reference: name }) => name === 'A')?.user).toBe(0)
  expect(standing.grantedTo(1)).toBe(4)
})

test.each<[string, CancelOutcome, readonly string[]]>([
  ['cancelled', cancelled, ['B', 'W']],
  ['gone', { kind: 'gone' }, ['B', 'W']],
  ['nothing', { kind: 'unknown', cause: 'timeout' }, ['B', 'W']],
  ['no', { kind: 'refused', code: 'RATE_LIMITED' }, ['B', 'A', 'W']],
])('an owner who was told %s has', (_, outcome, left) => {
  const standing = new Standing(burst)
  standing.learnCancelled(told(0, 'A', outcome))
  expect(names(standing)).toEqual(left)
})

test.each<[string, CancelOutcome]>([
  ['that there is no such booking', { kind: 'gone' }],
  ['nothing', { kind: 'unknown', cause: 'timeout' }],
  ['that it is cancelled', cancelled],
])('what a stranger was told reaches no owner: %s', (_, outcome) => {
  const standing = new Standing(burst)
  standing.learnCancelled(told(1, 'A', outcome))
  expect(names(standing)).toEqual(['B', 'A', 'W'])
})

test('who was told again of what was given back has it again, as far as anybody told', () => {
  const standing = new Standing(burst)
  standing.learnCancelled(told(0, 'A', cancelled))
  expect(standing.holders.has(0)).toBe(false)
  const acknowledged = { kind: 'booked', reference: reference('A'), seats: 1, version: 2 } as const
  standing.learn({ user: 0, attempt: 2, operation: 0, acknowledged })
  expect(names(standing)).toEqual(['B', 'W', 'A'])
})
