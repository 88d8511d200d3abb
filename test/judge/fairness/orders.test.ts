import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findComebacks } from '../../../src/judge/fairness/comebacks.ts'
import { findInversions } from '../../../src/judge/fairness/inversions.ts'
import { followUsers, hasWon, type Journeys } from '../../../src/judge/fairness/journeys.ts'
import { countLaterWinners } from '../../../src/judge/fairness/later-winners.ts'
import { pooledRank, rankPairs } from '../../../src/judge/fairness/release-rank.ts'
import { mix, permutation } from '../../../src/plan/random.ts'
import { historyFrom, roundFrom } from '../../builders/round.ts'

/** Users who each made one attempt. Small numbers, so that times often coincide. */
const journeys: fc.Arbitrary<Journeys> = fc
  .array(
    fc.record({
      sent: fc.nat(20),
      took: fc.nat(10),
      again: fc.nat(10),
      won: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((users) => ({
    users: users.length,
    attempts: Uint32Array.from(users, () => 2),
    firstSentUs: Float64Array.from(users, ({ sent }) => sent),
    firstEndedUs: Float64Array.from(users, ({ sent, took }) => sent + took),
    lastSentUs: Float64Array.from(users, ({ sent, took, again }) => sent + took + again),
    wonSentUs: Float64Array.from(users, ({ sent, took, again, won }) => (won ? sent + took + again : Infinity)),
    wonEndedUs: Float64Array.from(users, ({ sent, took, again, won }) => (won ? sent + took + again + 1 : Infinity)),
    firstAt: new Uint32Array(users.length),
    wonAt: new Uint32Array(users.length),
    isOpen: new Uint8Array(users.length),
  }))

/** A table whose rows may stop short of its last columns. */
function filled(table: string): string {
  const rows = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([cell]) => cell !== '')
  const columns = rows[0]?.length ?? 0
  return rows
    .map((cells) => [...cells, ...Array.from({ length: columns - cells.length }, () => '-')].join(' '))
    .join('\n')
}

test('the winners who came later are those that are found by looking at every pair', () => {
  fc.assert(
    fc.property(journeys, fc.boolean(), (all, whileAsking) => {
      const before = whileAsking ? all.lastSentUs : all.wonEndedUs
      const expected = Array.from({ length: all.users }, (_, user) => {
        const ended = all.firstEndedUs[user] ?? 0
        return [...all.firstSentUs].filter(
          (sent, other) =>
            sent > ended && hasWon(all, other) && (all.wonEndedUs[other] ?? 0) < (before[user] ?? Infinity),
        ).length
      })
      expect([...countLaterWinners(all, before)]).toEqual(expected)
    }),
  )
})

describe('the release rank', () => {
  test('is the share of pairs that is found by looking at every pair', () => {
    fc.assert(
      fc.property(fc.array(journeys, { minLength: 1, maxLength: 4 }), (playings) => {
        let [pairs, later] = [0, 0]
        for (const all of playings) {
          for (let winner = 0; winner < all.users; winner++) {
            for (let loser = 0; loser < all.users; loser++) {
              if (!hasWon(all, winner) || hasWon(all, loser)) continue
              pairs += 1
              // Released in the order of their numbers.
              if (winner > loser) later += 1
            }
          }
        }
        const rank = pooledRank(playings.map((all) => rankPairs([...all.attempts.keys()], all)))
        expect(rank?.auc ?? null).toEqual(pairs === 0 ? null : later / pairs)
        if (rank) {
          expect(rank.interval[0]).toBeLessThanOrEqual(rank.auc)
          expect(rank.interval[1]).toBeGreaterThanOrEqual(rank.auc)
        }
      }),
    )
  })

  test('has an interval that holds a half in 19 of 20 fair draws, pooled over playings', () => {
    const draws = 1000
    let missed = 0
    for (let seed = 0; seed < draws; seed++) {
      const playings = Array.from({ length: 5 }, (_, playing) => {
        const winners = new Set(permutation(40, mix(seed, playing)).subarray(0, 10))
        let [losers, winnerLater] = [0, 0]
        for (let user = 0; user < 40; user++) {
          if (winners.has(user)) winnerLater += losers
          else losers += 1
        }
        return { winners: 10, losers, winnerLater }
      })
      const [least = 0, most = 0] = pooledRank(playings)?.interval ?? []
      if (least > 0.5 || most < 0.5) missed += 1
    }
    expect(missed / draws).toBeGreaterThan(0.03)
    expect(missed / draws).toBeLessThan(0.07)
  })
})

describe('who was passed over', () => {
  const inversionsOf = (history: string, changes = {}) => {
    const facts = roundFrom({
      history: filled(history),
      ledger: 'version kind reference account\n2 booked B u1',
      ...changes,
    })
    return findInversions(facts, followUsers(facts.history, facts.planned.users))
  }
  const passed = (history: string, changes = {}) => inversionsOf(history, changes).passedOver

  const conflictThenOther = `
    user outcome  sent ended reference
    0    conflict 0    5
    1    booked   6    9     B
  `

  test('whoever was turned away, and then somebody who came later got a seat', () => {
    expect(inversionsOf(conflictThenOther)).toMatchObject({ passedOver: 1, turnedAway: 1, inOrder: 1 })
    expect(inversionsOf(conflictThenOther).evidence[0]?.attempts).toMatchObject([{ user: 0 }, { user: 1 }])
  })

  test('nobody whose request overlapped with that of the winner, be it by an instant', () => {
    expect(passed(conflictThenOther.replace('6    9', '5    9'))).toBe(0)
  })

  test('nobody who was not turned away for the want of a seat, or may have been given one', () => {
    for (const outcome of ['rateLimited', 'rejected', 'unknown ']) {
      expect(passed(conflictThenOther.replace('conflict', outcome))).toBe(0)
    }
  })

  test('nobody who has a seat by the time the other one may have got theirs', () => {
    const again = (sent: number): string => `${conflictThenOther}\n    0    booked   ${sent}   20    A`
    expect(passed(again(8))).toBe(0)
    expect(passed(again(12))).toBe(1)
  })

  test('nobody who found it sold out, where seats may have come back', () => {
    const soldOut = conflictThenOther.replace('conflict', 'soldOut ')
    const cancelled = 'version kind reference account\n2 booked X u9\n3 cancelled X u9\n4 booked B u1'
    expect(passed(soldOut)).toBe(1)
    expect(passed(soldOut, { ledger: cancelled })).toBe(0)
    expect(passed(soldOut, { ledger: undefined })).toBe(0)
    expect(passed(soldOut, { final: { capacity: 99 } })).toBe(0)
    expect(passed(conflictThenOther, { ledger: cancelled })).toBe(1)
  })
})

describe('contests between those who come again and newcomers', () => {
  const contests = (next: string, middle = '') =>
    findComebacks(
      historyFrom(
        filled(`
          user outcome  sent ended reference version
          0    conflict 0    9
          1    booked   1    10    A         7
          ${middle}
          ${next}
        `),
      ),
    )

  test('are lost where the newcomer, who asked later, gets the next seat', () => {
    const found = contests('2 booked 14 20 B 8', '0 conflict 12 16')
    expect(found).toMatchObject({ won: 0, lost: 1, attempts: 1 })
    expect(found.evidence[0]).toMatchObject({
      claim:
        'user 0, refused before, asked again 2.0 ms before user 2 asked for the first time; the next seat went to user 2',
      attempts: [{ user: 0, attempt: 2 }, { user: 2 }],
    })
  })

  test('are won where whoever asked again gets it', () => {
    expect(contests('2 conflict 14 20', '0 booked 12 16 B 8')).toMatchObject({ won: 1, lost: 0 })
  })

  test.each([
    ['the newcomer asked first', '2 booked 11 20 B 8', '0 conflict 12 16'],
    ['they asked within a millisecond', '2 booked 12.5 20 B 8', '0 conflict 12 16'],
    ['they asked before the seat before it was answered for', '2 booked 14 20 B 8', '0 conflict 9.5 16'],
    ['somebody else got it who was under way before', '2 conflict 14 20\n3 booked 5 21 B 8', '0 conflict 12 16'],
    ['another seat was sold between', '2 booked 14 20 B 9', '0 conflict 12 16'],
    ['nobody knows what came of it', '2 booked 14 20 B 8', '0 unknown 12 16'],
    ['a limiter was in the way', '2 booked 14 20 B 8', '0 rateLimited 12 16'],
    ['no version was told', '2 booked 14 20 B', '0 conflict 12 16'],
  ])('are none where %s', (_, next, middle) => {
    expect(contests(next, middle)).toMatchObject({ won: 0, lost: 0 })
  })

  test('are none for users who were never refused', () => {
    expect(
      findComebacks(
        historyFrom(
          filled(`
            user outcome sent ended reference version
            0    unknown 0    9
            1    booked  1    10    A         7
            0    conflict 12  16
            2    booked  14   20    B         8
          `),
        ),
      ),
    ).toMatchObject({ won: 0, lost: 0, attempts: 0 })
  })
})
