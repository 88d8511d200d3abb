/** Shares of a whole, from 0 to 1. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** How sure the intervals are. */
export const confidenceLevel = 0.95

/** The quantile of the standard normal distribution that leaves 2.5 % above it. */
const z = 1.959963984540054

/**
 * How often something may happen that was not seen in any of `trials` independent ones: the largest share at which
 * seeing none is not yet rarer than 5 %, so (1 − p)^n = 0.05 and p = 1 − 0.05^(1/n). One-sided and exact: it is the
 * upper limit of Clopper and Pearson. 3/n, the rule of three, approximates it.
 * @param trials 1 or more
 * @see B. D. Jovanovic and P. S. Levy, A Look at the Rule of Three, The American Statistician 51 (1997), 137–139
 */
export function upperLimitOfNone(trials: number): number {
  return -Math.expm1(Math.log(1 - confidenceLevel) / trials)
}

/** How many trials without a single hit it takes to say that hits are rarer than `share`: 299 for 1 %. */
export function trialsForUnder(share: number): number {
  return Math.ceil(Math.log(1 - confidenceLevel) / Math.log1p(-share))
}

/**
 * Wilson's score interval for the share of hits, two-sided: every share that the normal approximation would not reject.
 * Unlike the textbook interval it stays within 0 and 1, and is of use for few trials and for shares near either end.
 * @param trials 1 or more
 * @see E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927), 209–212
 */
export function wilsonInterval(hits: number, trials: number): Interval {
  const share = hits / trials
  const shrink = 1 + z ** 2 / trials
  const middle = (share + z ** 2 / (2 * trials)) / shrink
  const reach = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2))
  // At the ends the formula gives exactly the share, but for a last bit lost to rounding.
  return {
    low: hits === 0 ? 0 : Math.max(0, middle - reach),
    high: hits === trials ? 1 : Math.min(1, middle + reach),
  }
}
