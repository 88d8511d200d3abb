import { describe, expect, test } from 'vitest'
import { userId } from '../../../src/booking/event.ts'
import { winsByAccount } from '../../../src/judge/fairness/account-wins.ts'
import { followUsers, hasWon, winnersOf } from '../../../src/judge/fairness/journeys.ts'
import { turnedAway } from '../../../src/judge/fairness/turned-away.ts'
import { historyFrom, roundFrom } from '../../builders/round.ts'

const history = historyFrom(`
  user outcome  sent ended reference
  1    conflict 2    5     -
  0    booked   1    6     A
  1    unknown  7    9     -
  2    conflict 3    10    -
  1    booked   11   13    B
  1    booked   14   15    C
`)

describe('the way of a user', () => {
  // User 3 never asked.
  const journeys = followUsers(history, 4)

  test('has as many attempts as the user made', () => {
    expect([...journeys.attempts]).toEqual([1, 4, 1, 0])
  })

  test('begins with the first attempt, and lasts until the last was sent', () => {
    expect([...journeys.firstSentUs]).toEqual([1000, 2000, 3000, Infinity])
    expect([...journeys.firstEndedUs]).toEqual([6000, 5000, 10_000, Infinity])
    expect([...journeys.lastSentUs.subarray(0, 3)]).toEqual([1000, 14_000, 3000])
    expect([...journeys.firstAt.subarray(0, 3)]).toEqual([1, 0, 3])
  })

  test('is won by the first booking that was told of', () => {
    expect([...journeys.wonSentUs]).toEqual([1000, 11_000, Infinity, Infinity])
    expect([...journeys.wonEndedUs]).toEqual([6000, 13_000, Infinity, Infinity])
    expect([...journeys.wonAt.subarray(0, 2)]).toEqual([1, 4])
    expect([0, 1, 2, 3].map((user) => hasWon(journeys, user))).toEqual([true, true, false, false])
    expect([...winnersOf(journeys)]).toEqual([0, 1])
  })

  test('is open where an attempt was never answered', () => {
    expect([...journeys.isOpen]).toEqual([0, 1, 0, 0])
  })
})

test('accounts come in the order of their first users, with how many use them and how many of those won', () => {
  const accounts = ['b', 'b', 'a', 'c', 'a'].map((id) => userId(id))
  const journeys = followUsers(history, accounts.length)
  expect(winsByAccount(journeys, (user) => accounts[user] ?? userId('nobody'))).toEqual({
    ids: ['b', 'a', 'c'],
    users: Uint32Array.of(2, 2, 1),
    wins: Uint32Array.of(2, 0, 0),
  })
})

describe('whoever was turned away', () => {
  const turned = (outcomes: readonly string[], changes = {}) => {
    const facts = roundFrom({
      history: ['user outcome', ...outcomes].join('\n'),
      ledger: 'version kind reference account\n2 booked B u9',
      ...changes,
    })
    return [...turnedAway(facts, followUsers(facts.history, facts.planned.users))]
  }

  test('was answered at first that there was no seat', () => {
    expect(turned(['0 conflict', '1 soldOut', '2 waitlisted'])).toEqual([1, 1, 1])
    expect(turned(['0 booked', '1 rateLimited', '2 rejected', '3 unknown'])).toEqual([0, 0, 0, 0])
    expect(turned(['0 rateLimited', '0 conflict', '1 conflict', '1 booked'])).toEqual([0, 1])
  })

  test('asked at all', () => {
    expect(turned(['0 conflict'], { users: 3 })).toEqual([1, 0, 0])
  })

  test('has an answer to everything, so that none of them may have been a yes', () => {
    expect(turned(['0 conflict', '0 unknown', '1 conflict'])).toEqual([0, 1])
  })

  test.each([
    ['cancelled', '3 cancelled B u9'],
    ['promoted', '3 promoted W u9'],
  ])('was refused for a conflict alone, where somebody %s', (_, entry) => {
    const ledger = `version kind reference account\n2 booked B u9\n${entry}`
    expect(turned(['0 conflict', '1 soldOut', '2 waitlisted'], { ledger })).toEqual([1, 0, 0])
  })

  test('was refused for a conflict alone, where nobody knows whether seats came back, or some were added', () => {
    const outcomes = ['0 conflict', '1 soldOut', '2 waitlisted']
    expect(turned(outcomes, { ledger: undefined })).toEqual([1, 0, 0])
    expect(turned(outcomes, { final: { capacity: 11 } })).toEqual([1, 0, 0])
    expect(turned(outcomes, { ledger: 'version kind reference account\n2 waitlisted W u9' })).toEqual([1, 1, 1])
  })
})
