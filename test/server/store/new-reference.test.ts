import { expect, test } from 'vitest'
import { newReference } from '../../../src/server/store/new-reference.ts'

test('references have six characters of A–Z and 0–9, all of which occur at every place', () => {
  const references = Array.from({ length: 5000 }, newReference)
  expect(references.filter((text) => !/^EVT-[A-Z0-9]{6}$/.test(text))).toEqual([])
  for (const place of [4, 5, 6, 7, 8, 9]) {
    // That one of 36 is missing from 5,000 fair draws happens once in 10^59 times.
    expect(new Set(references.map((text) => text[place])).size).toBe(36)
  }
})
