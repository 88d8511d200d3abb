import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findComebacks } from '../../../src/judge/fairness/comebacks.ts'
import { findInversions } from '../../../src/judge/fairness/inversions.ts'
import { followUsers, hasWon, type Journeys } from '../../../src/judge/fairness/journeys.ts'
import { countLaterWinners } from '../../../src/judge/fairness/later-winners.ts'
import { pooledRank, rankPairs } from '../../../src/judge/fairness/release-rank.ts'
import { mix, permutation } from '../../../src/plan/random.ts'
import { cases } from '../../builders/cases.ts'
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

test('whoever won at the very moment was not before it', () => {
  const history = historyFrom(`
    user outcome  sent ended reference
    0    conflict 0    1     -
    1    booked   2    9     A
    0    booked   3    9     B
  `)
  const all = followUsers(history, 2)
  expect([...countLaterWinners(all, all.wonEndedUs)]).toEqual([0, 0])
  expect([...countLaterWinners(all, Float64Array.of(9001, 9001))]).toEqual([1, 0])
})

describe('the release rank', () => {
  test('strays as the rank sum of Mann and Whitney does, where the order plays no part', () => {
    const [winners, losers] = [7, 4]
    const reach = 1.96 * Math.sqrt((winners * losers * (winners + losers + 1)) / 12)
    const rank = pooledRank([{ winners, losers, winnerLater: 14 }])
    expect(rank?.interval[0]).toBeCloseTo(0.5 - reach / 28, 12)
    expect(rank?.interval[1]).toBeCloseTo(0.5 + reach / 28, 12)
  })

  test('has the standard error that Hanley and McNeil give in their example, and an interval within none and all', () => {
    const [winners, losers] = [51, 58]
    const rank = pooledRank([{ winners, losers, winnerLater: 0.893 * winners * losers }])
    expect((rank?.interval[1] ?? 0) - (rank?.auc ?? 0)).toBeCloseTo(1.96 * 0.0325, 4)
    expect(pooledRank([{ winners: 2, losers: 3, winnerLater: 1 }])?.interval[0]).toBe(0)
    expect(pooledRank([{ winners: 2, losers: 3, winnerLater: 5 }])?.interval[1]).toBe(1)
  })

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

  test('those whom looking at every pair finds, with a winner who proves it', () => {
    const attempt = fc.record({
      outcome: fc.constantFrom('conflict', 'booked', 'unknown', 'rateLimited'),
      wait: fc.nat(6),
      took: fc.integer({ min: 1, max: 8 }),
    })
    const users = fc.array(fc.array(attempt, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(users, fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 9, maxLength: 9 }), (all, seats) => {
        const rows = all.flatMap((attempts, user) => {
          let now = 0
          return attempts.map(({ outcome, wait, took }) => {
            const sent = now + wait
            now = sent + took
            return { user, outcome, sent, ended: now }
          })
        })
        const table = rows
          .toSorted((a, b) => a.ended - b.ended)
          .map(({ user, outcome, sent, ended }) => `${user} ${outcome} ${sent} ${ended}`)
        const { planned, ...facts } = roundFrom({ history: ['user outcome sent ended', ...table].join('\n') })
        const found = followUsers(facts.history, planned.users)
        const seatsOf = (user: number): number => seats[user] ?? 0
        const winners = [...found.attempts.keys()].filter((user) => hasWon(found, user))
        const most = Math.max(...winners.map(seatsOf))
        const proves = (winner: number, user: number): boolean =>
          seatsOf(winner) === most &&
          (found.firstSentUs[winner] ?? 0) > (found.firstEndedUs[user] ?? 0) &&
          (found.wonEndedUs[winner] ?? 0) < (found.wonSentUs[user] ?? 0)
        const turned = all.flatMap((attempts, user) =>
          attempts[0]?.outcome === 'conflict' && found.isOpen[user] === 0 ? user : [],
        )
        const passedOver = turned.filter((user) => winners.some((winner) => proves(winner, user)))
        const inversions = findInversions({ ...facts, planned: { ...planned, seatsOf } }, found)
        expect(inversions).toMatchObject({ passedOver: passedOver.length, turnedAway: turned.length })
        expect(inversions.evidence.map(({ attempts }) => attempts[0]?.user)).toEqual(passedOver.slice(0, 2))
        for (const { attempts } of inversions.evidence) {
          const [refused, winner] = attempts
          expect(refused).toMatchObject({ outcome: 'conflict', attempt: 1 })
          expect(winner?.outcome).toBe('booked')
          expect(proves(winner?.user ?? -1, refused?.user ?? -1)).toBe(true)
        }
      }),
      { numRuns: cases(2000) },
    )
  })

  test('whoever came later and won first is the one that counts, and not who came first of them', () => {
    const winners = (first: number, second: number): string => `
      user outcome  sent ended reference
      0    conflict 0    5
      1    booked   6    ${first} A
      2    booked   7    ${second} B
      0    booked   15   30    C
    `
    for (const [first, second, winner] of [
      [9, 20, 1],
      [20, 9, 2],
      [9, 10, 1],
      [10, 9, 2],
    ] as const) {
      const { passedOver, evidence } = inversionsOf(winners(first, second))
      expect(passedOver).toBe(1)
      expect(evidence[0]?.attempts.map(({ user }) => user)).toEqual([0, winner])
    }
    expect(passed(winners(20, 21))).toBe(0)
  })

  test('nobody by a party that asked for fewer seats than another who won', () => {
    const { planned, ...facts } = roundFrom({
      history: filled(`${conflictThenOther}\n 2 booked 1 4 C\n 3 conflict 20 21`),
      ledger: 'version kind reference account\n2 booked B u1\n3 booked C u2',
    })
    const passedWith = (...seats: readonly number[]) =>
      findInversions(
        { ...facts, planned: { ...planned, seatsOf: (user) => seats[user] ?? 0 } },
        followUsers(facts.history, planned.users),
      ).passedOver
    expect(passedWith(1, 1, 2, 1)).toBe(0)
    expect(passedWith(2, 2, 2, 2)).toBe(1)
    // Those who got nothing set no measure.
    expect(passedWith(2, 2, 2, 4)).toBe(1)
  })

  test('as a sentence says it', () => {
    expect(inversionsOf(conflictThenOther).evidence[0]?.claim).toBe(
      'user 0 was turned away (conflict); user 1 first asked after that, and got a seat that user 0 had been refused',
    )
  })

  test('only those came in order who asked after an answer, and at all', () => {
    const more = `${conflictThenOther}\n    2    conflict 1    8\n    3    conflict 5    9\n    4    conflict 7    9`
    expect(inversionsOf(more, { users: 9 }).inOrder).toBe(2)
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
    expect(passed(again(9))).toBe(0)
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

  test('are won by any of those who asked again in time, and lost to the earliest newcomer alone', () => {
    const refused = '0 conflict 12 16\n 9 conflict 11 13'
    const before = (next: string) =>
      findComebacks(
        historyFrom(
          filled(`
            user outcome  sent ended reference version
            0    conflict 0    8
            9    conflict 0    8
            1    booked   1    10    A         7
            ${refused}
            3    conflict 15   18
            ${next}
          `),
        ),
      )
    expect(before('2 booked 14 20 B 8')).toMatchObject({ won: 0, lost: 1 })
    expect(before('4 booked 16 20 B 8')).toMatchObject({ won: 0, lost: 0 })
    expect(before('9 booked 14 20 B 8')).toMatchObject({ won: 1, lost: 0 })
    expect(before('9 booked 14.5 20 B 8')).toMatchObject({ won: 0, lost: 0 })
    expect(before('9 booked 17 20 B 8')).toMatchObject({ won: 0, lost: 0 })
  })

  test('count from a lead of one millisecond on', () => {
    expect(contests('2 booked 13 20 B 8', '0 conflict 12 16')).toMatchObject({ lost: 1 })
    expect(contests('2 conflict 13 20', '0 booked 12 16 B 8')).toMatchObject({ won: 1 })
  })

  test('count for those who found it sold out before, or do now', () => {
    expect(contests('2 booked 14 20 B 8', '0 soldOut 12 16')).toMatchObject({ lost: 1 })
    const before = (outcome: string) =>
      findComebacks(
        historyFrom(
          filled(`
            user outcome    sent ended reference version
            0    ${outcome} 0    9
            1    booked     1    10    A         7
            0    conflict   12   16
            2    booked     14   20    B         8
          `),
        ),
      )
    expect(before('soldOut')).toMatchObject({ lost: 1, attempts: 1 })
    expect(before('waitlisted')).toMatchObject({ lost: 0, attempts: 0 })
  })

  test('count for those who were refused, whatever kept them away since then', () => {
    const since = (outcome: string) => contests('2 booked 14 20 B 8', `0 ${outcome} 9.5 10\n0 conflict 12 16`)
    expect(since('rateLimited')).toMatchObject({ lost: 1, attempts: 2 })
    expect(since('unknown')).toMatchObject({ lost: 1, attempts: 2 })
    // With a seat, somebody asks for another one.
    expect(since('booked')).toMatchObject({ lost: 0, attempts: 1 })
  })

  test('are shown twice at most, and counted always', () => {
    const rounds = [0, 1, 2].map((round) => {
      const at = 20 * round
      return `
        ${3 * round}     conflict ${at}      ${at + 9}
        ${3 * round + 1} booked   ${at + 1}  ${at + 10} A${round} ${100 * round + 7}
        ${3 * round}     conflict ${at + 12} ${at + 16}
        ${3 * round + 2} booked   ${at + 14} ${at + 20} B${round} ${100 * round + 8}`
    })
    const found = findComebacks(historyFrom(filled(`user outcome sent ended reference version${rounds.join('')}`)))
    expect(found).toMatchObject({ won: 0, lost: 3, attempts: 3 })
    expect(found.evidence.map(({ attempts }) => attempts[0]?.user)).toEqual([0, 3])
  })

  test('are of the earliest who asked, and not of those who were answered first', () => {
    // 0, 3 and 4 come again, and 2, 5 and 6 for the first time.
    const found = findComebacks(
      historyFrom(
        filled(`
          user outcome  sent ended reference version
          0    conflict 0    4
          3    conflict 0    5
          4    conflict 0    6
          1    booked   1    10    A         7
          4    conflict 13   14
          3    conflict 12   15
          6    conflict 19   20
          5    conflict 18   21
          2    booked   17   22    B         8
          0    conflict 11   23
        `),
      ),
    )
    expect(found).toMatchObject({ won: 0, lost: 1 })
    expect(found.evidence[0]?.attempts.map(({ user }) => user)).toEqual([0, 2])
  })

  test('are for the seat that the first of several answers told of', () => {
    // The booking of user 1 is told again, to a request that was sent and answered later.
    const again = '1 booked 13 17 A 7\n2 booked 14 20 B 8'
    expect(contests(again, '0 conflict 12 16')).toMatchObject({ lost: 1 })
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
    [
      'it went to somebody who had never been refused',
      '3 booked 11.5 19 B 8\n2 conflict 14 20',
      '0 conflict 12 16\n3 rateLimited 9.1 9.9',
    ],
    [
      'it went to one of two who asked again, and had asked before',
      '3 booked 9 20 B 8\n2 conflict 14 20',
      '3 conflict 2 8\n0 conflict 12 16',
    ],
    [
      'it went to one who had asked just as the last was answered',
      '3 booked 10 20 B 8\n2 conflict 14 20',
      '3 conflict 2 8\n0 conflict 12 16',
    ],
    ['the newcomer had asked before, and had no answer', '2 booked 14 20 B 8', '2 unknown 1 9\n0 conflict 12 16'],
  ])('are none where %s', (_, next, middle) => {
    expect(contests(next, middle)).toMatchObject({ won: 0, lost: 0 })
  })

  test('are none where the first of two bookings told no version, whatever the next one told', () => {
    const first = (version: string) =>
      findComebacks(
        historyFrom(
          filled(`
            user outcome  sent ended reference version
            0    conflict 0    9
            1    booked   1    10    A         ${version}
            0    conflict 12   16
            2    booked   14   20    B         1
          `),
        ),
      )
    expect(first('0')).toMatchObject({ lost: 1 })
    expect(first('-')).toMatchObject({ lost: 0 })
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
