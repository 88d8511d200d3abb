/**
 * Adjusts p values for their number, after Holm (1979): whoever rejects those below alpha rejects a true hypothesis
 * with a chance of at most alpha, however the tests depend on each other.
 * @returns in the order given
 */
export function holmAdjusted(values: readonly number[]): readonly number[] {
  const adjusted = [...values]
  let least = 0
  const rising = [...values.keys()].toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  for (const [rank, index] of rising.entries()) {
    least = Math.max(least, Math.min(1, (values[index] ?? 1) * (values.length - rank)))
    adjusted[index] = least
  }
  return adjusted
}
