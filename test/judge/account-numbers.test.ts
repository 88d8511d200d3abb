import { expect, test } from 'vitest'
import { userId } from '../../src/booking/event.ts'
import { accountNumbersOf } from '../../src/judge/account-numbers.ts'
import { roundFrom } from '../builders/round.ts'

const alternating = (history: string) => ({
  ...roundFrom({ history }),
  accountOf: (user: number) => userId(user % 2 === 0 ? 'even' : 'odd'),
})

test('accounts are numbered in the order in which somebody first asked from them', () => {
  const numbers = accountNumbersOf(
    alternating('user outcome\n 3 conflict\n 2 conflict\n 3 booked\n 0 booked\n 1 booked'),
  )
  expect(numbers.accounts).toEqual(['odd', 'even'])
  expect(numbers.count).toBe(2)
  expect([0, 1, 2, 3].map((user) => numbers.ofUser(user))).toEqual([1, 0, 1, 0])
  expect([numbers.of(userId('odd')), numbers.of(userId('even'))]).toEqual([0, 1])
})

test('who asked for nothing has no number, and neither has an account that nobody asked from', () => {
  const numbers = accountNumbersOf(alternating('user outcome\n 3 conflict'))
  expect(numbers.accounts).toEqual(['odd'])
  expect(numbers.of(userId('even'))).toBeUndefined()
  expect([0, 1, 2, 3, 4].map((user) => numbers.ofUser(user))).toEqual([-1, -1, -1, 0, -1])
})

test('where nobody asked for anything there are no accounts', () => {
  expect(accountNumbersOf(alternating('user outcome')).count).toBe(0)
})

test('all who ask about a round are given the same numbers, and rounds have their own', () => {
  const facts = alternating('user outcome\n 0 conflict')
  expect(accountNumbersOf(facts)).toBe(accountNumbersOf(facts))
  expect(accountNumbersOf(alternating('user outcome\n 1 conflict')).accounts).toEqual(['odd'])
})
