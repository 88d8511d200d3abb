import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineSchemas } from '../../src/record/history-lines.ts'
import { isPlainLine } from '../../src/record/plain-line.ts'

const attempt = {
  type: 'attempt',
  user: 3,
  account: 'u3',
  attempt: 1,
  operation: 0,
  key: 'k',
  plannedUs: 0,
  sentUs: 1.5,
  endedUs: 2.5,
  status: 201,
  outcome: 'booked',
  reference: 'R',
  seats: 1,
  version: 2,
}
const entry = {
  type: 'entry',
  version: 2,
  kind: 'booked',
  reference: 'R',
  userId: 'u3',
  seats: 1,
  available: 9,
  at: '',
}

test('what the tool writes passes without its schema', () => {
  const lost = { ...attempt, outcome: 'unknown', cause: 'timeout', reference: undefined }
  const lines = [attempt, { ...attempt, key: null }, lost, entry, { ...entry, key: 'k' }]
  for (const line of lines) expect(isPlainLine(JSON.parse(JSON.stringify(line)))).toBe(true)
})

const fields = [
  ...Object.keys(lineSchemas.attempt.shape),
  ...Object.keys(lineSchemas.entry.shape),
  'refrence',
  '__proto__',
]
const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 'booked', 'timeout', 'cancelled', [], {}),
  fc.constantFrom<unknown>(
    -1,
    0,
    1,
    0.5,
    999,
    1000,
    9_999_999,
    10_000_000,
    1e9,
    1e9 + 1,
    2 ** 53,
    Number.POSITIVE_INFINITY,
  ),
)

test('what passes without its schema would pass it as it stands', () => {
  let passed = 0
  const edits = fc.array(fc.tuple(fc.constantFrom(...fields), fc.option(values, { nil: undefined })), { maxLength: 3 })
  fc.assert(
    fc.property(fc.constantFrom(attempt, entry), edits, (line, changes) => {
      const edited: Record<string, unknown> = { ...line }
      for (const [field, value] of changes) {
        if (value === undefined) Reflect.deleteProperty(edited, field)
        else Object.defineProperty(edited, field, { value, enumerable: true, configurable: true, writable: true })
      }
      if (!isPlainLine(edited)) return
      passed++
      const schema = edited.type === 'attempt' ? lineSchemas.attempt : lineSchemas.entry
      expect(schema.safeParse(edited)).toEqual({ success: true, data: edited })
    }),
    { numRuns: 5000 },
  )
  expect(passed).toBeGreaterThan(500)
})
