import { describe, expect, test } from 'vitest'
import { userId } from '../../../src/booking/event.ts'
import { compareGroups, type GroupFinding } from '../../../src/judge/fairness/group-bias.ts'
import type { Split } from '../../../src/judge/fairness/splits.ts'
import type { Strata, Stratum } from '../../../src/judge/fairness/strata.ts'
import { wilsonInterval } from '../../../src/judge/interval.ts'

/** What each account won, those of the first group before the bar. */
type Told = `${string}|${string}`

const winsIn = (part: string | undefined): readonly number[] => Array.from(part ?? '', Number)

function stratumOf(told: Told, usersEach: number): Stratum {
  const wins = told.split('|').flatMap(winsIn)
  return {
    ids: wins.map((_, number) => userId(`u${number}`)),
    numbers: Uint32Array.from(wins.keys()),
    of: wins.length,
    usersEach,
    wins: Uint32Array.from(wins),
  }
}

const splitOf = (strata: readonly Told[]): Split => ({
  labels: ['some', 'others'],
  isFirst: strata.map((told) => {
    const [first, second] = told.split('|').map(winsIn)
    return Uint8Array.from([...(first ?? []).map(() => 1), ...(second ?? []).map(() => 0)])
  }),
})

const strataFrom = (told: readonly Told[], usersEach: number, isLasting: boolean): Strata => ({
  all: told.map((one) => stratumOf(one, usersEach)),
  isLasting,
  areShared: usersEach > 1,
})

interface Setting {
  readonly usersEach?: number
  readonly isLasting?: boolean
  readonly seed?: number
}

function findingOf(told: readonly Told[], { usersEach = 1, isLasting = false, seed = 1 }: Setting = {}): GroupFinding {
  const [finding] = compareGroups(strataFrom(told, usersEach, isLasting), [splitOf(told)], seed)
  if (finding === undefined) throw new Error('one split is one finding')
  return finding
}

describe('two groups', () => {
  test('have the users and the wins of all playings', () => {
    const finding = findingOf(['210|100', '1|03'], { usersEach: 4 })
    expect(finding.groups).toEqual([
      { label: 'some', users: 16, wins: 4 },
      { label: 'others', users: 20, wins: 4 },
    ])
    expect(finding.contrast).toMatchObject({ users: [16, 20], wins: 8, tests: 1, growsRarer: true })
    expect(finding.ratio).toBeCloseTo(20 / 16, 12)
    expect(findingOf(['210|100', '1|03'], { isLasting: true }).contrast.growsRarer).toBe(false)
  })

  test('may be dealt as many wins apart as each playing allows, one beside the other', () => {
    const [first, second] = [findingOf(['210|100']).contrast, findingOf(['1|03']).contrast]
    const both = findingOf(['210|100', '1|03']).contrast
    expect(both.variance).toBeCloseTo(first.variance + second.variance, 12)
    expect(both.logRarest).toBeCloseTo(first.logRarest + second.logRarest, 12)
    expect(both.variance).toBeGreaterThan(second.variance)
    expect(both.logRarest).toBeLessThan(second.logRarest)
  })

  test('have a ratio with the interval of as many draws as have the same variance', () => {
    // Of one playing with 12 accounts of which 4 win, so that a group of 6 varies by 6 × 6 × 4 × 8 / (12² × 11).
    const { interval, ratio, contrast } = findingOf(['111000|100000'])
    expect(contrast.variance).toBeCloseTo((6 * 6 * 4 * 8) / (144 * 11), 12)
    const { low, high } = wilsonInterval(0.75 * (4 / contrast.variance), 4 / contrast.variance)
    expect(ratio).toBe(3)
    expect(interval[0]).toBeCloseTo(low / (1 - low), 3)
    expect(interval[1]).toBeCloseTo(high / (1 - high), 2)
  })

  test('of which one won nothing are infinitely far apart, or not at all', () => {
    const [all, none] = [findingOf(['1111|0000']), findingOf(['0000|1111'])]
    expect(all.ratio).toBeNull()
    expect(all.interval).toEqual([expect.closeTo(1 / (none.interval[1] ?? 0), 9), null])
    expect(none).toMatchObject({ ratio: 0, interval: [0, expect.any(Number)] })
  })

  test('of which nobody won may have any ratio', () => {
    expect(findingOf(['00|000'])).toMatchObject({ ratio: null, interval: [0, null], p: 1 })
  })

  test('of which everybody won have no other deal', () => {
    expect(findingOf(['11|111'])).toMatchObject({ ratio: 1, interval: [1, 1], p: 1 })
  })
})

/** What the first group wins in each deal of all strata, by trying them all. */
function allDeals(strata: readonly Told[]): readonly number[] {
  const dealsOf = ([first, ...rest]: readonly number[], group: number): readonly number[] => {
    if (group === 0) return [0]
    if (first === undefined) return []
    return [...dealsOf(rest, group - 1).map((won) => first + won), ...dealsOf(rest, group)]
  }
  return strata.reduce<readonly number[]>(
    (sums, told) => {
      const [first = [], second = []] = told.split('|').map(winsIn)
      const deals = dealsOf([...first, ...second], first.length)
      return sums.flatMap((sum) => deals.map((won) => sum + won))
    },
    [0],
  )
}

describe('the p value', () => {
  test.each<[readonly Told[]]>([
    [['110|0000', '110|1000']],
    [['000|1100', '010|1000']],
    [['210|1000', '30|010']],
    [['11|0000']],
    [['100|0000', '100|000', '10|0000']],
    [['100|0100', '0|11', '10|01']],
  ])('of %j is the share of deals that are as far from the mean to either side', (told) => {
    const deals = allDeals(told)
    const mean = deals.reduce((sum, won) => sum + won, 0) / deals.length
    const { groups, p } = findingOf(told)
    const distance = Math.abs(groups[0].wins - mean)
    const exact = deals.filter((won) => Math.abs(won - mean) > distance - 1e-6).length / deals.length
    // Four standard deviations of 10,000 draws.
    expect(Math.abs(p - exact)).toBeLessThanOrEqual(4 * Math.sqrt((exact * (1 - exact)) / 10_000) + 1e-4)
  })

  // All of one group won and none of the other, which hardly any deal comes to.
  const apart = `${'1'.repeat(30)}|${'0'.repeat(30)}` as const

  test('is never 0, since what happened is a deal as well', () => {
    expect(findingOf([apart]).p).toBe(1 / 10_001)
    expect(findingOf([`${'0'.repeat(30)}|${'1'.repeat(30)}`]).p).toBe(1 / 10_001)
  })

  test('is the same for the same seed, and drawn anew for another', () => {
    const told = ['110|0000'] as const
    const values = Array.from({ length: 6 }, (_, seed) => findingOf(told, { seed }).p)
    expect(findingOf(told, { seed: 3 }).p).toBe(values[3])
    expect(new Set(values).size).toBeGreaterThan(1)
  })

  test('is drawn anew for each split, and adjusted for the number of them', () => {
    const told = ['110|0000'] as const
    const findings = compareGroups(
      strataFrom(told, 1, false),
      Array.from({ length: 3 }, () => splitOf(told)),
      1,
    )
    expect(new Set(findings.map(({ p }) => p)).size).toBeGreaterThan(1)
    expect(findings.map(({ contrast }) => contrast.tests)).toEqual([3, 3, 3])
    const [first] = compareGroups(strataFrom([apart], 1, false), [splitOf([apart]), splitOf([apart])], 1)
    expect(first?.pAdjusted).toBe(2 / 10_001)
  })
})
