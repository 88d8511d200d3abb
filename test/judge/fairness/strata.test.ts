import { describe, expect, test } from 'vitest'
import { userId } from '../../../src/booking/event.ts'
import type { AccountWins } from '../../../src/judge/fairness/account-wins.ts'
import { splitsOf } from '../../../src/judge/fairness/splits.ts'
import { strataOf, type Strata } from '../../../src/judge/fairness/strata.ts'

type Account = readonly [id: string, users: number, wins: number]

const playing = (...accounts: readonly Account[]): AccountWins => ({
  ids: accounts.map(([id]) => userId(id)),
  users: Uint32Array.from(accounts, ([, users]) => users),
  wins: Uint32Array.from(accounts, ([, , wins]) => wins),
})

/** Each stratum as a list of its accounts, with the number of users that each of them has. */
const told = ({ all }: Strata) =>
  all.map(({ ids, numbers, of, usersEach, wins }) => ({
    usersEach,
    accounts: ids.map((id, index) => `${id} is ${numbers[index]} of ${of} and won ${wins[index]}`),
  }))

describe('accounts that only chance has set apart', () => {
  test('are those of one playing, where every playing has its own', () => {
    const strata = strataOf([playing(['a', 1, 1], ['b', 1, 0]), playing(['c', 1, 0])])
    expect(strata).toMatchObject({ isLasting: false, areShared: false })
    expect(told(strata)).toEqual([
      { usersEach: 1, accounts: ['a is 0 of 2 and won 1', 'b is 1 of 2 and won 0'] },
      { usersEach: 1, accounts: ['c is 0 of 1 and won 0'] },
    ])
  })

  test('have as many users each', () => {
    const strata = strataOf([playing(['a', 2, 2], ['b', 1, 0], ['c', 2, 1])])
    expect(strata).toMatchObject({ isLasting: false, areShared: true })
    expect(told(strata)).toEqual([
      { usersEach: 2, accounts: ['a is 0 of 3 and won 2', 'c is 2 of 3 and won 1'] },
      { usersEach: 1, accounts: ['b is 1 of 3 and won 0'] },
    ])
  })

  test('are those of all playings, where they have met before, with all that they won', () => {
    const strata = strataOf([
      playing(['a', 1, 1], ['b', 1, 0]),
      playing(['c', 1, 1]),
      playing(['b', 1, 1], ['a', 1, 1], ['d', 3, 2]),
    ])
    expect(strata).toMatchObject({ isLasting: true, areShared: true })
    expect(told(strata)).toEqual([
      { usersEach: 2, accounts: ['a is 0 of 4 and won 2', 'b is 1 of 4 and won 1'] },
      { usersEach: 1, accounts: ['c is 2 of 4 and won 1'] },
      { usersEach: 3, accounts: ['d is 3 of 4 and won 2'] },
    ])
  })

  test('are none where nothing was played', () => {
    expect(strataOf([])).toEqual({ all: [], isLasting: false, areShared: false })
  })
})

/** The members of the first part of each split, stratum by stratum. */
const splitsIn = (...playings: readonly AccountWins[]) => {
  const strata = strataOf(playings)
  return splitsOf(strata).map(({ labels, isFirst }) => [
    labels.join(' against '),
    isFirst.map((flags, place) => strata.all[place]?.ids.filter((_, index) => flags[index] === 1).join(' ')),
  ])
}

const single = (...ids: readonly string[]) => playing(...ids.map((id): Account => [id, 1, 0]))

describe('accounts are parted', () => {
  test('by whether the last digit of their id is odd, their number is, and by their age', () => {
    expect(splitsIn(single('x-1', 'x-3', 'x-2', 'x-5', 'x-7'))).toEqual([
      ['odd account ids against even ones', ['x-1 x-3 x-5 x-7']],
      ['accounts of odd number against those of even number', ['x-3 x-5']],
      ['the older accounts against the newer ones', ['x-1 x-3']],
    ])
  })

  test('by hexadecimal digits, too', () => {
    expect(splitsIn(single('x0', 'xa', 'xB', 'xF', 'xc'))[0]).toEqual(['odd account ids against even ones', ['xB xF']])
  })

  test('by ids only where all of them end in a digit', () => {
    const [first] = splitsIn(single('x1', 'x2', 'x3', 'x4'), single('y1', 'y2', 'y3', 'yz'))
    expect(first?.[0]).toBe('accounts of odd number against those of even number')
  })

  test('by what tells accounts of one playing apart, though not those of another', () => {
    expect(splitsIn(single('x1', 'x3', 'x5', 'x7'), single('y2', 'y3', 'y5', 'y7'))[0]).toEqual([
      'odd account ids against even ones',
      ['x1 x3 x5 x7', 'y3 y5 y7'],
    ])
  })

  test('not by what tells none of them apart', () => {
    expect(splitsIn(single('x1', 'x3', 'x5', 'x7'), single('y2', 'y4')).map(([labels]) => labels)).toEqual([
      'accounts of odd number against those of even number',
      'the older accounts against the newer ones',
    ])
  })

  test('once only, where two traits name the same parts, be it the other way round', () => {
    // Odd ids have odd numbers; and then even ones.
    for (const ids of [
      ['x0', 'x1', 'x2', 'x3'],
      ['x1', 'x2', 'x3', 'x4'],
    ]) {
      expect(splitsIn(single(...ids)).map(([labels]) => labels)).toEqual([
        'odd account ids against even ones',
        'the older accounts against the newer ones',
      ])
    }
  })

  test('twice, where they name the same parts in one playing and not in another', () => {
    expect(splitsIn(single('x0', 'x1'), single('y1', 'y0', 'y3', 'y2'))).toHaveLength(3)
    expect(splitsIn(single('y1', 'y0', 'y3', 'y2'), single('x0', 'x1'))).toHaveLength(3)
  })

  const shared = (count: number, users = 2) =>
    playing(...Array.from({ length: count }, (_, number): Account => [`x${number}`, users, 0]))

  test('each from the others, where up to six are shared', () => {
    expect(splitsIn(shared(6)).slice(2)).toEqual(
      [0, 1, 2, 3, 4, 5].map((number) => [`account ${number} against the others`, [`x${number}`]]),
    )
    expect(splitsIn(shared(7))).toHaveLength(2)
    expect(splitsIn(shared(6, 1))).toHaveLength(2)
  })

  test('in no way where there are none', () => {
    expect(splitsIn()).toEqual([])
    expect(splitsIn(playing(['x0', 2, 1]))).toEqual([])
  })
})
