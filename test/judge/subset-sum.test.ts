import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canAddUpTo } from '../../src/judge/subset-sum.ts'

/** Every total that some of the numbers add up to, by trying each with and without. */
function totalsOf([size, ...rest]: readonly number[]): ReadonlySet<number> {
  if (size === undefined) return new Set([0])
  const without = totalsOf(rest)
  return new Set([...without, ...[...without].map((total) => total + size)])
}

test('it finds the totals that trying every choice finds, and no others', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 9 })
  fc.assert(
    fc.property(sizes, fc.integer({ min: -3, max: 90 }), (parties, total) => {
      expect(canAddUpTo(total, parties)).toBe(totalsOf(parties).has(total))
    }),
    { numRuns: 2000 },
  )
})

test('a total beyond all of them costs nothing to refuse, however far beyond it is', () => {
  expect(canAddUpTo(Number.MAX_SAFE_INTEGER, [1, 2])).toBe(false)
})
