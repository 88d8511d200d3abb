import { mix, uniform } from '../../plan/random.ts'
import { Deal } from './deal.ts'
import { holmAdjusted } from './holm.ts'
import { alpha, drawsOf, intervalZ, ratioAt, ratioMargin, type Contrast } from './power.ts'
import type { Split } from './splits.ts'
import type { Strata } from './strata.ts'
import { wilsonInterval } from './wilson.ts'

const shuffles = 10_000

interface Group {
  readonly label: string
  /** In all playings together. */
  readonly users: number
  readonly wins: number
}

/** How two groups of users fared, and how often chance alone sets them so far apart. */
export interface GroupFinding {
  readonly groups: readonly [Group, Group]
  /**
   * The win rate of the first group over that of the second, with its interval at 95 %; null where it is infinite. Where
   * nobody won it is null, too, and may be anything.
   */
  readonly ratio: number | null
  readonly interval: readonly [number, number | null]
  /** The share of 10,000 deals, drawn by the seed, that set them at least as far apart. */
  readonly p: number
  /** The same, adjusted for the number of tests. */
  readonly pAdjusted: number
  readonly contrast: Contrast
}

/** Tests each split by dealing the wins out anew within the strata. */
export function compareGroups(strata: Strata, splits: readonly Split[], seed: number): readonly GroupFinding[] {
  const findings = splits.map((split, index) => compare(strata, split, { tests: splits.length, seed, index }))
  const adjusted = holmAdjusted(findings.map(({ p }) => p))
  return findings.map((finding, index) => ({ ...finding, pAdjusted: adjusted[index] ?? 1 }))
}

/** Too rare for chance, and too large to be nobody's business. */
export const isUnfair = ({ pAdjusted, interval: [least, most] }: GroupFinding): boolean =>
  pAdjusted < alpha && (least > ratioMargin || (most !== null && most < 1 / ratioMargin))

function compare(
  { all, isLasting }: Strata,
  { labels, isFirst }: Split,
  { tests, seed, index }: { tests: number; seed: number; index: number },
): Omit<GroupFinding, 'pAdjusted'> {
  const deals = all.map((stratum, place) => new Deal(stratum, isFirst[place] ?? new Uint8Array()))
  const sum = (of: (deal: Deal) => number): number => deals.reduce((total, deal) => total + of(deal), 0)
  const users = all.reduce((total, { usersEach, ids }) => total + usersEach * ids.length, 0)
  const first = all.reduce((total, { usersEach }, place) => total + usersEach * count(isFirst[place]), 0)
  const wins = all.reduce((total, stratum) => total + stratum.wins.reduce((a, b) => a + b, 0), 0)
  const won = sum((deal) => deal.won)
  const contrast: Contrast = {
    users: [first, users - first],
    wins,
    variance: sum((deal) => deal.variance),
    logRarest: sum((deal) => deal.logRarest),
    growsRarer: !isLasting,
    tests,
  }
  const share = won / wins
  const [least, most] = wins === 0 ? [0, 1] : wilsonInterval(share, drawsOf(contrast), intervalZ)
  return {
    groups: [
      { label: labels[0], users: first, wins: won },
      { label: labels[1], users: users - first, wins: wins - won },
    ],
    ratio: finite(ratioAt(share, contrast.users)),
    interval: [ratioAt(least, contrast.users), finite(ratioAt(most, contrast.users))],
    p: shareOfDeals(deals, mix(seed, index)),
    contrast,
  }
}

const finite = (ratio: number): number | null => (Number.isFinite(ratio) ? ratio : null)

const count = (flags: Uint8Array = new Uint8Array()): number => flags.reduce((sum, flag) => sum + flag, 0)

function shareOfDeals(deals: readonly Deal[], seed: number): number {
  const expected = deals.reduce((sum, deal) => sum + deal.expected, 0)
  const distance = Math.abs(deals.reduce((sum, deal) => sum + deal.won, 0) - expected)
  // Of equal distances none may count as smaller because its sum was rounded otherwise.
  const least = distance - 1e-9 * (1 + distance)
  let [asFar, drawn] = [0, 0]
  const random = (): number => uniform(seed, drawn++)
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    let won = 0
    for (const deal of deals) won += deal.drawn(random)
    if (Math.abs(won - expected) >= least) asFar += 1
  }
  return (1 + asFar) / (1 + shuffles)
}
