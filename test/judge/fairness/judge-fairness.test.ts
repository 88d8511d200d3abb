import { describe, expect, test } from 'vitest'
import { userId } from '../../../src/booking/event.ts'
import { judgeFairness, type Promised } from '../../../src/judge/fairness/judge-fairness.ts'
import { observePlaying, type Playing } from '../../../src/judge/fairness/playing.ts'
import { leastShown } from '../../../src/judge/fairness/power.ts'
import { compareGroups } from '../../../src/judge/fairness/group-bias.ts'
import { splitsOf } from '../../../src/judge/fairness/splits.ts'
import { strataOf } from '../../../src/judge/fairness/strata.ts'
import { roundFrom } from '../../builders/round.ts'

/** Of eight users who share an account four win, in a burst of which nothing can be told. */
function aPlaying(changes: Partial<Playing> = {}): Playing {
  return {
    wins: { ids: [userId('all')], users: Uint32Array.of(8), wins: Uint32Array.of(4) },
    rank: { winners: 4, losers: 4, winnerLater: 4 },
    inversions: { inOrder: 0, turnedAway: 0, passedOver: 0, evidence: [] },
    comebacks: { won: 0, lost: 0, attempts: 0, evidence: [] },
    bypasses: { counts: new Uint32Array(8), leftOut: 0, starved: 0, evidence: [] },
    ...changes,
  }
}

const proof = (claim: string) => ({ claim, attempts: [], entries: [] })

const rulings = (policy: Promised, ...playings: readonly Playing[]) => judgeFairness(policy, playings, 1).invariants

describe('a lottery', () => {
  test('is judged by who is preferred, and by the contests of those who come again', () => {
    const starving = aPlaying({ comebacks: { won: 0, lost: 44, attempts: 50, evidence: [proof('lost')] } })
    expect(judgeFairness('lottery', [starving, aPlaying()], 1)).toMatchObject({
      policy: 'lottery',
      playings: 2,
      invariants: [
        {
          id: 'no-preference',
          statement: 'Nobody is preferred for who they are.',
          status: 'inconclusive',
          level: 'answers',
          detail: 'all book with one account, so there are no groups to compare',
          isIdle: false,
          evidence: [],
        },
        {
          id: 'starvation',
          statement: 'Whoever was refused and asks again still gets seats while others ask for the first time.',
          status: 'violated',
          level: 'answers',
          detail: expect.stringMatching(/^of 44 contests/),
          isIdle: false,
          evidence: [proof('lost')],
        },
      ],
    })
  })

  test('in which nobody asks again is held idly', () => {
    expect(rulings('lottery', aPlaying())[1]).toMatchObject({ status: 'held', isIdle: true, evidence: [] })
  })

  test('in which those who ask again win is held, and not idly', () => {
    const fair = aPlaying({ comebacks: { won: 40, lost: 10, attempts: 50, evidence: [proof('lost')] } })
    expect(rulings('lottery', fair)[1]).toMatchObject({ status: 'held', isIdle: false, evidence: [] })
  })

  test('asks nobody to come first', () => {
    const passed = aPlaying({ inversions: { inOrder: 1, turnedAway: 1, passedOver: 1, evidence: [proof('passed')] } })
    expect(rulings('lottery', passed)[0]?.status).toBe('inconclusive')
  })
})

describe('first come, first served', () => {
  const passed = aPlaying({ inversions: { inOrder: 1, turnedAway: 1, passedOver: 1, evidence: [proof('passed')] } })
  const starving = aPlaying({
    bypasses: { counts: new Uint32Array(8), leftOut: 1, starved: 1, evidence: [proof('starved')] },
    comebacks: { won: 0, lost: 44, attempts: 50, evidence: [] },
  })

  test('is judged by who was passed over, and by who asked in vain', () => {
    expect(rulings('fifo', passed, starving)).toMatchObject([
      {
        statement: 'Whoever asked first is served first, and nobody is preferred for who they are.',
        status: 'violated',
        evidence: [proof('passed')],
      },
      {
        statement: 'Nobody goes on asking in vain while those who came later are served.',
        status: 'violated',
        evidence: [proof('starved')],
      },
    ])
  })

  test('is not broken by those who lose contests', () => {
    const losing = aPlaying({ comebacks: { won: 0, lost: 44, attempts: 50, evidence: [] } })
    expect(rulings('fifo', losing)[1]).toMatchObject({ status: 'held', isIdle: false })
  })

  test('may be unknown for two reasons, and says both', () => {
    expect(rulings('fifo', aPlaying())[0]).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringMatching(/^all first requests overlapped.*; all book with one account/),
    })
  })
})

test('a rule that fails has ruled on nothing', () => {
  const damaged = aPlaying()
  Object.defineProperty(damaged, 'inversions', {
    get: () => {
      throw new Error('no such column')
    },
  })
  expect(rulings('fifo', damaged)[0]).toMatchObject({
    status: 'inconclusive',
    detail: 'the rule itself failed: no such column',
  })
})

describe('the numbers', () => {
  const counts = (...values: readonly number[]) => ({
    counts: Uint32Array.from(values),
    leftOut: values.length,
    starved: 0,
    evidence: [],
  })

  test('are those of all playings', () => {
    const playings = [
      aPlaying({ comebacks: { won: 3, lost: 1, attempts: 9, evidence: [] }, bypasses: counts(3, 12, 0) }),
      aPlaying({ comebacks: { won: 2, lost: 5, attempts: 9, evidence: [] }, bypasses: counts(7, 10) }),
    ]
    const { numbers } = judgeFairness('lottery', playings, 1)
    expect(numbers).toMatchObject({
      comebacks: { won: 5, lost: 6 },
      bypasses: { max: 12, p99: 12, leftOut: 5 },
      releaseRank: { auc: 0.25 },
    })
  })

  test('of groups are the findings, with what would have been found', () => {
    const playings = [1, 2].map((first) =>
      aPlaying({
        wins: {
          ids: Array.from({ length: 8 }, (_, number) => userId(`${first}-${number}`)),
          users: new Uint32Array(8).fill(1),
          wins: Uint32Array.from({ length: 8 }, (_, number) => Number(number < 4)),
        },
      }),
    )
    const strata = strataOf(playings.map(({ wins }) => wins))
    const findings = compareGroups(strata, splitsOf(strata), 7)
    const { groups } = judgeFairness('lottery', playings, 7).numbers
    expect(groups).toEqual(
      findings.map(({ contrast, ...finding }) => ({ ...finding, leastShown: leastShown(contrast) })),
    )
    expect(groups).toHaveLength(2)
  })

  test('of who was passed over leave one in a hundred out, and no more', () => {
    const passedOver = (users: number) =>
      judgeFairness(
        'fifo',
        [aPlaying({ bypasses: counts(...Array.from({ length: users }, (_, user) => user + 1)) })],
        1,
      ).numbers.bypasses
    expect(passedOver(100)).toEqual({ max: 100, p99: 99, leftOut: 100 })
    expect(passedOver(99)).toMatchObject({ max: 99, p99: 99 })
    expect(passedOver(200)).toMatchObject({ p99: 198 })
    expect(passedOver(201)).toMatchObject({ p99: 199 })
    expect(passedOver(0)).toEqual({ max: 0, p99: 0, leftOut: 0 })
  })
})

test('a playing is observed by its history, and by the order in which users were released', () => {
  const facts = roundFrom({
    history: `
      user outcome  sent ended reference version
      0    conflict 0    4     -         -
      1    booked   0    5     A         2
      0    conflict 7    9     -         -
      2    booked   9    11    B         3
    `,
    ledger: 'version kind reference account\n2 booked A u1\n3 booked B u2',
  })
  const observed = observePlaying(facts, [0, 2, 1])
  expect(observed).toMatchObject({
    wins: { ids: ['u0', 'u1', 'u2'], wins: Uint32Array.of(0, 1, 1) },
    rank: { winners: 2, losers: 1, winnerLater: 2 },
    inversions: { turnedAway: 1, passedOver: 1 },
    comebacks: { won: 0, lost: 1, attempts: 1 },
    bypasses: { counts: Uint32Array.of(1, 0, 0), leftOut: 0, starved: 0 },
  })
})
