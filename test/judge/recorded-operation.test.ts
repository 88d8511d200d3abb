import { expect, test } from 'vitest'
import { userId } from '../../src/booking/event.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { attemptAt, attemptsOf, type Attempt } from '../../src/record/attempt.ts'
import { roundFrom } from '../builders/round.ts'

const facts = {
  ...roundFrom({
    history: `
      user operation attempt step planned sent ended outcome     status reference seats version
      4    0         1       0    1       2    5     conflict    409    -         -     -
      2    0         1       0    1       3    6     booked      201    A         2     3
      4    1         2       1    6       7    9     rateLimited 429    -         -     -
      4    0         3       0    6       8    10    unknown     0      -         -     -
      2    0         2       0    7       9    11    booked      200    A         2     3
      4    0         4       0    8       10   12    waitlisted  202    W         -     -
      4    0         5       0    9       11   13    soldOut     409    -         -     -
      2    1         3       2    12      13   15    booked      201    -         -     7
      4    1         6       1    12      14   16    rejected    422    -         -     -
      2    1         4       2    15      16   18    booked      201    B         1     8
    `,
  }),
  accountOf: (user: number) => userId(`account ${user}`),
  keyOf: (user: number, operation: number) => `key ${user}.${operation}`,
}
const seatsOf = (user: number, operation: number): number => user * 10 + operation
const round = prepareRound({ ...facts, planned: { users: 2, seatsOf } })
const { history } = facts

const timesOf = (attempts: readonly Attempt[]) => attempts.map(({ endedUs }) => endedUs / 1000)

test('what a user set out to do is known by who asked, for how many seats, and with which key', () => {
  expect(round.operations.map(({ user, account, key, seats }) => ({ user, account, key, seats }))).toEqual([
    { user: 4, account: 'account 4', key: 'key 4.0', seats: 40 },
    { user: 2, account: 'account 2', key: 'key 2.0', seats: 20 },
    { user: 4, account: 'account 4', key: 'key 4.1', seats: 41 },
    { user: 2, account: 'account 2', key: 'key 2.1', seats: 21 },
  ])
})

test('every attempt is of one operation, and they stand in the order in which they ended', () => {
  expect(round.operations.map(({ places }) => places)).toEqual([
    [0, 3, 5, 6],
    [1, 4],
    [2, 8],
    [7, 9],
  ])
  for (const { attempts, places } of round.operations) {
    expect(attempts).toEqual(places.map((place) => attemptAt(history, place)))
  }
  expect(round.operations.flatMap(({ attempts }) => attempts)).toHaveLength([...attemptsOf(history)].length)
})

test('definite answers turned away what they refused', () => {
  expect(round.operations.map(({ refused }) => timesOf(refused))).toEqual([[5, 13], [], [9, 16], []])
  expect(round.operations.map(({ wasRefused }) => wasRefused)).toEqual([false, false, true, false])
})

test('an operation was told what its own answers acknowledged', () => {
  const told = round.operations.map(({ acknowledged }) =>
    acknowledged.map(({ acknowledged: { kind, reference } }) => `${kind} ${reference}`),
  )
  expect(told).toEqual([['waitlisted W'], ['booked A', 'booked A'], [], ['booked null', 'booked B']])
  expect(round.acknowledged.map(({ number }) => number)).toEqual([0, 1, 3])
})

test('what may have been made without a name are the attempts that were neither refused nor told a reference', () => {
  expect(round.operations.map(({ nameless }) => nameless)).toEqual([1, 0, 0, 1])
})

test('an answer says all that its attempt does', () => {
  expect(round.answers.map(({ place }) => place)).toEqual([5, 1, 4, 7, 9])
  for (const answer of round.answers) expect(answer).toMatchObject(attemptAt(history, answer.place))
  expect(round.answers.map(({ whole }) => whole.number)).toEqual([0, 1, 1, 3, 3])
  expect(round.answers.map(({ telling }) => telling)).toEqual([0, 1, 2, 3, 4])
})
