/**
 * Whether some of these numbers add up to a total: with parties of several sizes, not every total can have come about.
 * @param sizes whole numbers above 0
 * @see Bellman 1957, with how many of each size are left in place of a bit, so that equal sizes cost nothing extra
 */
export function canAddUpTo(total: number, sizes: readonly number[]): boolean {
  if (total < 0 || total > sizes.reduce((sum, size) => sum + size, 0)) return false
  const counts = new Map<number, number>()
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1)
  const reached = new Uint8Array(total + 1)
  reached[0] = 1
  for (const [size, count] of counts) {
    /** By total, how many of this size it takes at least; meaningless where the total was not reached. */
    const taken = new Uint32Array(total + 1)
    for (let sum = size; sum <= total; sum++) {
      const before = taken[sum - size] ?? 0
      if (reached[sum] === 1 || reached[sum - size] !== 1 || before === count) continue
      reached[sum] = 1
      taken[sum] = before + 1
    }
  }
  return reached[total] === 1
}
