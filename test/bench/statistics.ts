/** The middle value, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The value that a share of the values lies below, between two of them where it falls between.
 * @param share from 0 to 1
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (sorted.length - 1) * share
  const below = sorted[Math.floor(rank)] ?? NaN
  const above = sorted[Math.ceil(rank)] ?? NaN
  return below + (above - below) * (rank - Math.floor(rank))
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** 97.5 % of a normal distribution lies below it. */
const z = 1.959964

/**
 * The share that such counts speak for, at 95 % confidence; honest at none and at all, where others have no width.
 * @see Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927)
 */
export function wilson(hits: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 }
  const share = hits / trials
  const scale = 1 + z ** 2 / trials
  const middle = (share + z ** 2 / (2 * trials)) / scale
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2))
  return {
    low: hits === 0 ? 0 : middle - reach,
    high: hits === trials ? 1 : middle + reach,
  }
}

/** Where an interval lies as seen from another. Two that merely touch cannot be told apart either. */
export function standing(ours: Interval, peer: Interval): 'above' | 'below' | 'intervals overlap' {
  if (ours.low > peer.high) return 'above'
  if (ours.high < peer.low) return 'below'
  return 'intervals overlap'
}
