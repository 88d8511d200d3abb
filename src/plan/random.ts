/*
 * Counter-based random numbers: each is a pure function of a seed and of where it is used, so a shard draws the same
 * number for a user as the whole plan would, whatever else was drawn before. The mixing is MurmurHash3's 32-bit
 * finaliser and body (Appleby, public domain), which passes as uniform for shuffles and jitter; it is no cryptography.
 */

/** Folds a path such as (seed, round, user, attempt) into 32 well-mixed bits. */
export function mix(...path: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const part of path) {
    let word = Math.imul(part | 0, 0xcc9e2d51)
    word = Math.imul((word << 15) | (word >>> 17), 0x1b873593)
    hash ^= word
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  hash ^= path.length * 4
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A number in [0, 1), fixed by its path. */
export const uniform = (...path: readonly number[]): number => mix(...path) / 0x1_0000_0000

/** The numbers 0 to count − 1 in an order fixed by the seed (Fisher and Yates, as Durstenfeld wrote it). */
export function permutation(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform(seed, last) * (last + 1))
    const held = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = held
  }
  return order
}
