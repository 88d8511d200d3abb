import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mix, permutation, uniform } from '../../src/plan/random.ts'

const seeds = fc.integer({ min: 0, max: 0xffff_ffff })

describe('permutation', () => {
  test('holds every number below the count once', () => {
    fc.assert(
      fc.property(fc.nat(500), seeds, (count, seed) => {
        expect([...permutation(count, seed)].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, n) => n),
        )
      }),
    )
  })

  test('is the same for the same seed, and another for another', () => {
    expect(permutation(300, 7)).toEqual(permutation(300, 7))
    expect(permutation(300, 7)).not.toEqual(permutation(300, 8))
  })

  test('puts every user in every third of the order about equally often', () => {
    const thirds = [0, 0, 0]
    for (let seed = 0; seed < 3000; seed++) {
      const third = Math.floor(permutation(30, seed).indexOf(4) / 10)
      thirds[third] = (thirds[third] ?? 0) + 1
    }
    // Chi-squared with 2 degrees of freedom: 13.8 is exceeded by chance once in a thousand; these seeds are fixed.
    expect(thirds.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(13.8)
  })
})

describe('uniform', () => {
  test('stays within [0, 1) and spreads over all tenths', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let user = 0; user < 1000; user++) {
      for (let attempt = 1; attempt <= 10; attempt++) {
        const value = uniform(99, user, attempt)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThan(1)
        const tenth = Math.floor(value * 10)
        tenths[tenth] = (tenths[tenth] ?? 0) + 1
      }
    }
    // 9 degrees of freedom: 27.9 is exceeded by chance once in a thousand.
    expect(tenths.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(27.9)
  })

  test('depends on every part of its path, and on their order', () => {
    expect(new Set([mix(1, 2, 3), mix(3, 2, 1), mix(1, 2), mix(1, 2, 4), mix(0, 2, 3), mix(1, 2, 3, 0)]).size).toBe(6)
  })
})
