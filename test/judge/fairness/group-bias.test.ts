import { describe, expect, test } from 'vitest'
import type { AccountWins } from '../../../src/judge/fairness/account-wins.ts'
import { compareGroups, isUnfair, type GroupFinding } from '../../../src/judge/fairness/group-bias.ts'
import { ruleOnGroups } from '../../../src/judge/fairness/no-preference.ts'
import { leastShown } from '../../../src/judge/fairness/power.ts'
import { splitsOf } from '../../../src/judge/fairness/splits.ts'
import { strataOf } from '../../../src/judge/fairness/strata.ts'
import { userId } from '../../../src/booking/event.ts'
import { mix } from '../../../src/plan/random.ts'
import { cases } from '../../builders/cases.ts'
import { drawnWins } from '../../builders/drawn-wins.ts'

interface Series extends Omit<Parameters<typeof drawnWins>[0], 'playing'> {
  readonly playings: number
  /** Whether the same accounts play every time. */
  readonly lasting?: boolean
}

const winsOf = ({ playings, lasting = false, seed, ...draw }: Series): readonly AccountWins[] =>
  Array.from({ length: playings }, (_, playing) =>
    drawnWins({ ...draw, seed: mix(seed, playing), ...(lasting ? {} : { playing }) }),
  )

function findingsOf(series: Series): readonly GroupFinding[] {
  const strata = strataOf(winsOf(series))
  return compareGroups(strata, splitsOf(strata), series.seed)
}

const rulingOf = (series: Series) => ruleOnGroups(findingsOf(series), series.playings)

const labels = (findings: readonly GroupFinding[]): readonly string[] => findings.map(({ groups }) => groups[0].label)

describe('who is compared with whom', () => {
  test('odd and even ids, odd and even numbers, older and newer accounts', () => {
    expect(labels(findingsOf({ users: 40, winners: 10, playings: 2, seed: 1 }))).toEqual([
      'odd account ids',
      'accounts of odd number',
      'the older accounts',
    ])
  })

  test('each account with the others too, where several users share one', () => {
    const findings = findingsOf({ users: 40, winners: 10, playings: 2, seed: 1, accounts: 5 })
    expect(labels(findings).slice(-5)).toEqual([0, 1, 2, 3, 4].map((account) => `account ${account}`))
  })

  test('a partition that has been met before is left out, however it is named', () => {
    // Of two accounts, every trait that tells them apart is the same.
    const ids = ['a-1', 'b-2']
    const strata = strataOf([
      { ids: ids.map((id) => userId(id)), users: Uint32Array.of(1, 1), wins: Uint32Array.of(1, 0) },
    ])
    expect(splitsOf(strata)).toHaveLength(1)
  })

  test('ids that end in no digit say nothing', () => {
    const wins = winsOf({ users: 8, winners: 2, playings: 1, seed: 1 }).map((one) => ({
      ...one,
      ids: one.ids.map((id) => userId(`${id}-z`)),
    }))
    expect(splitsOf(strataOf(wins)).map((split) => split.labels[0])).not.toContain('odd account ids')
  })
})

describe('under a fair lottery', () => {
  test('p values are spread evenly, and nobody is accused', () => {
    const lotteries = cases(200)
    const fair = Array.from({ length: lotteries }, (_, seed) =>
      findingsOf({ users: 60, winners: 15, playings: 6, seed }),
    )
    const values = fair.flat().map(({ p }) => p)
    // Wins are whole numbers, so that p values come in steps and lie a little too high: never below what they promise.
    for (const level of [0.01, 0.05, 0.1, 0.25, 0.5]) {
      const share = values.filter((p) => p <= level).length / values.length
      expect(share).toBeLessThan(level + 3 * Math.sqrt((level * (1 - level)) / lotteries))
      expect(share).toBeGreaterThan(0.6 * level - 1.2 / lotteries)
    }
    expect(fair.filter((findings) => findings.some(isUnfair))).toEqual([])
  })

  test.each<[string, Partial<Series>]>([
    ['few winners', { winners: 1, playings: 8 }],
    ['seats for nearly all', { winners: 59, playings: 8 }],
    ['two accounts that everybody shares', { accounts: 2, playings: 10 }],
    ['seven accounts of different size', { accounts: 7, playings: 6 }],
    ['the same accounts every time', { lasting: true, playings: 6 }],
    ['a single playing', { playings: 1 }],
  ])('nobody is accused with %s', (_, changes) => {
    const accused = Array.from({ length: cases(100) }, (__, seed) =>
      findingsOf({ users: 60, winners: 15, playings: 12, seed, ...changes }),
    ).filter((findings) => findings.some(isUnfair))
    expect(accused).toEqual([])
  })
})

describe('a preference for odd numbers', () => {
  test('is named, with how much better they fare', () => {
    const ruling = rulingOf({ users: 60, winners: 15, playings: 20, seed: 5, oddShare: 0.85 })
    expect(ruling).toMatchObject({ status: 'violated', detail: expect.stringContaining('accounts of odd number won ') })
    expect(ruling).toMatchObject({ evidence: [{ claim: expect.stringMatching(/won \d+ of 600 tries/) }] })
  })

  test('of the size that is said to show is found about four times in five', () => {
    const setting = { users: 100, winners: 20, playings: 20 }
    const shown = Math.max(...findingsOf({ ...setting, seed: 1 }).map(({ contrast }) => leastShown(contrast) ?? 0))
    expect(shown).toBeGreaterThan(1.25)
    const series = cases(60)
    const found = Array.from({ length: series }, (_, seed) =>
      findingsOf({ ...setting, seed, oddShare: shown / (1 + shown) }),
    ).filter((findings) => findings.some(isUnfair)).length
    // Three standard deviations of a share of 0.8 to either side.
    expect(Math.abs(found / series - 0.8)).toBeLessThan(3 * Math.sqrt(0.16 / series))
  })

  test('that is real and smaller than the margin is nobody’s business', () => {
    const findings = findingsOf({ users: 1000, winners: 200, playings: 40, seed: 3, oddShare: 0.535 })
    expect(findings.some(({ pAdjusted }) => pAdjusted < 0.01)).toBe(true)
    expect(findings.some(isUnfair)).toBe(false)
  })

  test('is found among shared accounts, too', () => {
    expect(rulingOf({ users: 60, winners: 15, playings: 20, seed: 2, accounts: 4, oddShare: 0.95 })).toMatchObject({
      status: 'violated',
    })
  })
})

describe('what cannot be told', () => {
  test('too few wins ask for as many playings as would tell, and those do', () => {
    const setting = { users: 300, winners: 8, seed: 4 }
    const ruling = rulingOf({ ...setting, playings: 3 })
    expect(ruling.status).toBe('inconclusive')
    const needed = Number(/--repeat (\d+) would tell/.exec(ruling.detail)?.[1])
    expect(needed).toBeGreaterThan(10)
    expect(needed).toBeLessThan(40)
    expect(rulingOf({ ...setting, playings: needed + 1 }).status).toBe('held')
  })

  test('with seats for nearly all, no number of playings is asked for', () => {
    expect(rulingOf({ users: 300, winners: 299, playings: 5, seed: 1 })).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringMatching(/^with 1,495 wins for 1,500 users no group can be far enough ahead/),
    })
  })

  test('two accounts that last cannot be told apart from what the system remembers of them', () => {
    expect(rulingOf({ users: 60, winners: 15, playings: 30, seed: 1, accounts: 2, lasting: true })).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('with the same accounts'),
    })
  })

  test('one account makes no groups', () => {
    expect(rulingOf({ users: 60, winners: 15, playings: 3, seed: 1, accounts: 1 })).toMatchObject({
      status: 'inconclusive',
      detail: 'all book with one account, so there are no groups to compare',
    })
  })
})
