import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import { witnessBlock } from '../../src/report/witness-block.ts'

test('a look that is part of a proof is told of like a request, and drawn beside it', () => {
  const booked = { user: 3, attempt: 1, outcome: 'booked' as const, status: 201, sentMs: 0, endedMs: 10 }
  const lines = witnessBlock(
    [
      {
        claim: 'it was shown as it had been',
        attempts: [{ ...booked, reference: 'A', version: 2 }],
        entries: [],
        looks: [{ user: 60, sentMs: 12, endedMs: 20, available: 9, version: 1 }],
      },
    ],
    { chalk: new Chalk({ level: 0 }), width: 100 },
  )
  expect(lines).toContain('     look     user 60 · shown 9 left · version 1 · 12.0–20.0 ms')
  expect(lines.find((line) => line.includes('user 60 looks'))).toMatch(/├─+┤/)
})
