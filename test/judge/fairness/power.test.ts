import { describe, expect, test } from 'vitest'
import { drawsOf, leastShown, ratioAt, repeated, wouldShow, type Contrast } from '../../../src/judge/fairness/power.ts'

/** Groups that are large enough for so many wins, each drawn on its own, in one test. */
function contrastOf(wins: number, changes: Partial<Contrast> = {}): Contrast {
  const [first, second] = changes.users ?? [1e6, 1e6]
  const variance = (wins * first * second) / (first + second) ** 2
  return { users: [first, second], wins, variance, logRarest: -1000, growsRarer: true, tests: 1, ...changes }
}

test('wins that are drawn each on its own tell as much as there are of them, and steadier ones tell more', () => {
  const contrast = contrastOf(50, { users: [30, 70] })
  expect(drawsOf(contrast)).toBeCloseTo(50, 9)
  expect(drawsOf({ ...contrast, variance: contrast.variance / 2 })).toBeCloseTo(100, 9)
  expect(drawsOf({ ...contrast, variance: 0 })).toBe(Infinity)
})

test.each([
  [0.5, [10, 10], 1],
  [0.75, [10, 10], 3],
  [0.5, [10, 30], 3],
  [0.5, [30, 10], 1 / 3],
  [0, [10, 10], 0],
  [1, [10, 10], Infinity],
] as const)(
  'a share of %d of the wins, in groups of %j, is a win rate %d times that of the others',
  (share, users, ratio) => {
    expect(ratioAt(share, users)).toBeCloseTo(ratio, 12)
  },
)

describe('a preference', () => {
  // By the formulas, worked out apart from this code with exact quantiles of the normal distribution.
  test.each<[ratio: number, users: readonly [number, number], tests: number, wins: number]>([
    [2, [1e6, 1e6], 1, 153],
    [1.5, [1e6, 1e6], 1, 973],
    [3, [1e6, 1e6], 1, 65],
    [2, [1e6, 1e6], 10, 198],
    [2, [1e6, 3e6], 1, 262],
    [2, [3e6, 1e6], 1, 262],
    [3, [1e6, 3e6], 1, 126],
    [5, [1e6, 9e6], 3, 235],
  ])('of %d to one, between groups of %j, in %i tests shows in %i wins and no fewer', (ratio, users, tests, wins) => {
    expect(wouldShow(ratio, contrastOf(wins, { users, tests }))).toBe(true)
    expect(wouldShow(ratio, contrastOf(wins - 1, { users, tests }))).toBe(false)
  })

  test('stays hidden where chance does the most extreme too often for so many tests', () => {
    const shows = (chance: number, tests: number) =>
      wouldShow(2, contrastOf(1000, { logRarest: Math.log(chance), tests }))
    // Either of the two groups may be the one that is preferred.
    expect([shows(0.00049, 1), shows(0.00051, 1)]).toEqual([true, false])
    expect([shows(0.000049, 10), shows(0.000051, 10)]).toEqual([true, false])
  })

  test('stays hidden where nobody won, or all deals agree', () => {
    expect(wouldShow(2, contrastOf(0, { logRarest: 0 }))).toBe(false)
    expect(wouldShow(2, contrastOf(1000, { variance: 0, logRarest: 0 }))).toBe(false)
  })

  test('cannot be larger than a group has users to win', () => {
    // Two thirds of 300 wins are 200.
    expect(wouldShow(2, contrastOf(300, { users: [200, 200] }))).toBe(true)
    expect(wouldShow(2, contrastOf(303, { users: [200, 200] }))).toBe(false)
    expect(wouldShow(2, contrastOf(303, { users: [200, 1000] }))).toBe(false)
    expect(wouldShow(2, contrastOf(303, { users: [1000, 200] }))).toBe(false)
  })

  test('that shows is the smallest that does, to 2 %, and shrinks with more wins', () => {
    for (const wins of [30, 153, 1000, 10_000]) {
      const least = leastShown(contrastOf(wins)) ?? Infinity
      expect(wouldShow(least, contrastOf(wins))).toBe(true)
      expect(wouldShow(least / 1.02, contrastOf(wins))).toBe(false)
    }
    expect(leastShown(contrastOf(400_000))).toBeCloseTo(1.275, 3)
  })

  test('of 100 to one and more is not looked for', () => {
    expect(leastShown(contrastOf(5))).toBeNull()
    expect(leastShown(contrastOf(13))).toBeLessThan(100)
  })
})

describe('more playings', () => {
  const contrast = contrastOf(50, { users: [30, 70], logRarest: -3 })

  test('have as many times the users and the wins, and tell as much more', () => {
    const more = repeated(contrast, 4)
    expect(more).toEqual({ ...contrast, users: [120, 280], wins: 200, variance: 4 * contrast.variance, logRarest: -12 })
    expect(drawsOf(more)).toBeCloseTo(4 * drawsOf(contrast), 9)
  })

  test('of the same accounts make no rarer deals', () => {
    expect(repeated({ ...contrast, growsRarer: false }, 4)).toMatchObject({ wins: 200, logRarest: -3 })
  })
})
