import { normalQuantile } from './normal.ts'
import { wilsonInterval } from './wilson.ts'

/**
 * The chance at which a fair system may be accused of one preference or another. One run in a hundred would be too many
 * for whoever runs it at every commit, and one in a thousand takes hardly more playings: the margin asks for most of them.
 */
export const alpha = 0.001

/** A win rate that is at most so many times another is nobody's business. */
export const ratioMargin = 1.25

/** Of the interval that has to leave the margin out. */
export const intervalZ = 1.96

/** How likely a preference is to be found for us to say that it would have been. */
const power = 0.8

/** The wins of two groups, of which neither is preferred, as far as it takes to say what would have come to light. */
export interface Contrast {
  /** Users of the first group and of the second, in all playings. */
  readonly users: readonly [number, number]
  readonly wins: number
  /** Of the wins of the first group, over all ways to deal them out. */
  readonly variance: number
  /** The logarithm of the chance of the most extreme deal. */
  readonly logRarest: number
  /** Whether more playings make it rarer still; those with the same accounts do not. */
  readonly growsRarer: boolean
  /** How many tests are made at once. */
  readonly tests: number
}

/** How many draws with replacement would tell as much of the share of the first group; infinite where all deals agree. */
export function drawsOf({ users: [first, second], wins, variance }: Contrast): number {
  const share = first / (first + second)
  return (wins * wins * share * (1 - share)) / variance
}

/** How much better one group's chances are, given its share of the wins. */
export const ratioAt = (share: number, [first, second]: Contrast['users']): number =>
  (share / (1 - share)) * (second / first)

/**
 * Whether it would come to light, with a chance of 0.8, that either group is preferred so many times over.
 * The normal approximation will do here: it says how much to trust a silence, and accuses nobody.
 */
export function wouldShow(ratio: number, contrast: Contrast): boolean {
  const {
    users: [first, second],
    logRarest,
    tests,
  } = contrast
  // Where nobody won, or everybody, no deal is rarer than another.
  const isPossible = 2 * Math.exp(logRarest) < alpha / tests
  const flipped = { ...contrast, users: [second, first] as const }
  return isPossible && [contrast, flipped].every((side) => firstWouldShow(ratio, side))
}

function firstWouldShow(ratio: number, contrast: Contrast): boolean {
  const { users, wins, tests } = contrast
  const [first, second] = users
  const fair = first / (first + second)
  const share = (ratio * first) / (ratio * first + second)
  // Nobody wins more than once in a playing, so with seats for nearly all no group can be far ahead.
  if (share * wins > first) return false
  const draws = drawsOf(contrast)
  const reach = normalQuantile(power) * Math.sqrt((share * (1 - share)) / draws)
  const chance = normalQuantile(1 - alpha / (2 * tests)) * Math.sqrt((fair * (1 - fair)) / draws)
  const [least] = wilsonInterval(Math.max(0, share - reach), draws, intervalZ)
  return share - fair > chance + reach && ratioAt(least, users) > ratioMargin
}

/** The smallest preference that would have come to light, to about 2 %; null where none would. */
export function leastShown(contrast: Contrast): number | null {
  for (let ratio = ratioMargin; ratio < 100; ratio *= 1.02) if (wouldShow(ratio, contrast)) return ratio
  return null
}

/** What as many playings more would make of it. @param times how many times as many */
export function repeated(contrast: Contrast, times: number): Contrast {
  const { users, wins, variance, logRarest, growsRarer } = contrast
  return {
    ...contrast,
    users: [users[0] * times, users[1] * times],
    wins: wins * times,
    variance: variance * times,
    logRarest: growsRarer ? logRarest * times : logRarest,
  }
}
