import { expect, test } from 'vitest'
import { userId } from '../../src/booking/event.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { roundFrom } from '../builders/round.ts'

/** What one user asks for: the account it asks from, and the key it sends, if any. */
type Asking = readonly [account: string, key: string | null]

/** A round in which everybody asks once, each as told. */
function wishesOf(asking: readonly Asking[]) {
  const history = ['user outcome', ...asking.map((_, user) => `${user} conflict`)].join('\n')
  const round = prepareRound({
    ...roundFrom({ history }),
    accountOf: (user) => userId(asking[user]?.[0] ?? ''),
    keyOf: (user) => asking[user]?.[1] ?? null,
  })
  return {
    shared: round.wishes.shared.map((wish) => wish.map(({ user }) => user)),
    sharing: round.operations.filter((operation) => round.wishes.isShared(operation)).map(({ user }) => user),
    numbers: round.operations.map(({ wish }) => wish),
    sentWith: (account: string, key: string | undefined) =>
      round.wishes.operationsWith(userId(account), key).map(({ user }) => user),
  }
}

test('requests with the same key from the same account are attempts at one wish', () => {
  const asking: readonly Asking[] = [
    ['ana', 'k'],
    ['ben', 'k'],
    ['ana', 'l'],
    ['ana', 'k'],
    ['ben', 'l'],
    ['ana', 'k'],
    ['ana', 'l'],
  ]
  const { shared, sharing, numbers } = wishesOf(asking)
  expect(shared).toEqual([
    [0, 3, 5],
    [2, 6],
  ])
  expect(sharing).toEqual([0, 2, 3, 5, 6])
  expect(numbers).toEqual([0, 1, 2, 0, 4, 0, 2])
})

test('requests without a key are wishes of their own, even from one account', () => {
  const { shared, sharing, numbers } = wishesOf([
    ['ana', null],
    ['ana', 'k'],
    ['ana', null],
    ['ana', 'l'],
  ])
  expect({ shared, sharing }).toEqual({ shared: [], sharing: [] })
  expect(numbers).toEqual([0, 1, 2, 3])
})

test('a request without a key shares no wish with those that share theirs', () => {
  const { shared, sharing } = wishesOf([
    ['ana', null],
    ['ana', 'k'],
    ['ana', null],
    ['ana', 'k'],
  ])
  expect({ shared, sharing }).toEqual({ shared: [[1, 3]], sharing: [1, 3] })
})

test('a key is looked up in the account that it was sent from', () => {
  const { sentWith } = wishesOf([
    ['ana', 'k'],
    ['ben', 'k'],
    ['ana', null],
    ['ana', 'k'],
  ])
  expect(sentWith('ana', 'k')).toEqual([0, 3])
  expect(sentWith('ben', 'k')).toEqual([1])
  expect(sentWith('ana', 'never sent')).toEqual([])
  expect(sentWith('nobody', 'k')).toEqual([])
  // An entry that shows no key was not made by whoever sent none.
  expect(sentWith('ana', undefined)).toEqual([])
})

test.each([10, 31, 32, 33, 34, 100])('an account with %i requests is no different', (many) => {
  const ownKeys = Array.from({ length: many }, (_, user): Asking => ['ana', `k${user}`])
  expect(wishesOf(ownKeys).shared).toEqual([])
  const repeating: readonly Asking[] = [...ownKeys.slice(2), ['ana', 'k5'], ['ana', null], ['ben', 'k6']]
  const { shared, numbers, sentWith } = wishesOf(repeating)
  expect(shared).toEqual([[3, many - 2]])
  expect(numbers[many - 2]).toBe(3)
  expect(sentWith('ana', 'k5')).toEqual([3, many - 2])
  expect(sentWith('ana', 'k6')).toEqual([4])
  expect(sentWith('ben', 'k6')).toEqual([many])
  // Asked again, it says the same.
  expect(sentWith('ana', 'k6')).toEqual([4])
  expect(sentWith('ana', 'never sent')).toEqual([])
  expect(sentWith('ana', undefined)).toEqual([])
})
