import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { userId } from '../../../src/booking/event.ts'
import { Deal } from '../../../src/judge/fairness/deal.ts'
import type { Stratum } from '../../../src/judge/fairness/strata.ts'
import { uniform } from '../../../src/plan/random.ts'

function dealOf(wins: readonly number[], group: readonly number[]): Deal {
  const stratum: Stratum = {
    ids: wins.map((_, number) => userId(`u${number}`)),
    numbers: Uint32Array.from(wins.keys()),
    of: wins.length,
    usersEach: 1,
    wins: Uint32Array.from(wins),
  }
  return new Deal(stratum, Uint8Array.from(group))
}

/** What a group of so many accounts wins in each deal, by choosing it in every way. */
function allDeals([first, ...rest]: readonly number[], group: number): readonly number[] {
  if (group === 0) return [0]
  if (first === undefined) return []
  return [...allDeals(rest, group - 1).map((won) => first + won), ...allDeals(rest, group)]
}

const share = (of: readonly number[], wanted: number): number => of.filter((won) => won === wanted).length / of.length

const accounts = fc.array(fc.record({ wins: fc.nat(3), isFirst: fc.nat(1) }), { minLength: 1, maxLength: 8 })

test('a deal has the mean, the variance and the rarest outcome that are found by dealing in every way', () => {
  fc.assert(
    fc.property(accounts, (all) => {
      const wins = all.map((account) => account.wins)
      const group = all.map(({ isFirst }) => isFirst)
      const deal = dealOf(wins, group)
      const ways = allDeals(wins, group.filter((flag) => flag === 1).length)
      const mean = ways.reduce((sum, won) => sum + won, 0) / ways.length
      expect(deal.won).toBe(wins.reduce((sum, count, index) => sum + count * (group[index] ?? 0), 0))
      expect(deal.expected).toBeCloseTo(mean, 9)
      expect(deal.variance).toBeCloseTo(ways.reduce((sum, won) => sum + (won - mean) ** 2, 0) / ways.length, 9)
      const extremes = [Math.min(...ways), Math.max(...ways)].map((won) => share(ways, won))
      expect(Math.exp(deal.logRarest)).toBeCloseTo(Math.min(...extremes), 9)
    }),
    { numRuns: 200 },
  )
})

describe('deals that are drawn', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['one win each at most', [1, 0, 0, 1, 0, 1, 0], [1, 1, 0, 1, 0, 0, 0]],
    ['several wins each', [3, 0, 1, 0, 2, 2, 1], [1, 0, 1, 0, 0, 0, 1]],
    ['wins for everybody', [4, 2, 2, 1, 1], [0, 1, 0, 0, 1]],
    ['a group of all', [3, 0, 1], [1, 1, 1]],
    ['a group of nobody', [3, 0, 1], [0, 0, 0]],
    ['nobody who won', [0, 0, 0], [1, 0, 1]],
  ])('come as often as they should, with %s', (_, wins, group) => {
    const deal = dealOf(wins, group)
    const ways = allDeals(wins, group.filter((flag) => flag === 1).length)
    let draws = 0
    const drawn = Array.from({ length: 5000 }, () => deal.drawn(() => uniform(1, draws++)))
    for (const won of new Set([...ways, ...drawn])) {
      expect(Math.abs(share(drawn, won) - share(ways, won))).toBeLessThan(0.03)
    }
  })
})
