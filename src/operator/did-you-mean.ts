import { closest, distance } from 'fastest-levenshtein'

/** ` (did you mean "x"?)`, or nothing where no allowed word is near enough to be meant. */
export function didYouMean(found: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return ''
  const nearest = closest(found, [...allowed])
  return distance(found, nearest) <= Math.max(2, found.length / 3) ? ` (did you mean "${nearest}"?)` : ''
}
