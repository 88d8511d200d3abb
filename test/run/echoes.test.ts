import { expect, test } from 'vitest'
import { Echoes } from '../../src/run/echoes.ts'

const booked = { type: 'attempt', user: 4, sentUs: 0, endedUs: 1, outcome: 'booked' } as const

test('who was told of a version is known by it, the latest of several', () => {
  const echoes = new Echoes()
  echoes.add({ ...booked, version: 7, reference: 'A' }, 2)
  echoes.add({ ...booked, version: 8, reference: 'B' }, 0)
  echoes.add({ ...booked, user: 5, version: 8, reference: 'C' }, 1)
  expect([7, 8, 9].map((version) => echoes.of(version))).toEqual([
    { user: 4, operation: 2, reference: 'A' },
    { user: 5, operation: 1, reference: 'C' },
    null,
  ])
})

test('an answer that names no version or no reference is no echo, and neither is a version far from all others', () => {
  const echoes = new Echoes()
  echoes.add({ ...booked, reference: 'A' }, 0)
  echoes.add({ ...booked, version: 3 }, 0)
  echoes.add({ ...booked, version: -1, reference: 'A' }, 0)
  echoes.add({ ...booked, version: 2 ** 50, reference: 'A' }, 0)
  expect([-1, 0, 3, 2 ** 50].map((version) => echoes.of(version))).toEqual([null, null, null, null])
})
