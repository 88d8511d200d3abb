import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineSchemas } from '../../src/record/history-lines.ts'
import { PlainLines, type Hearsay } from '../../src/record/plain-lines.ts'

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

const silence: Hearsay = { accountOf: () => null, echoOf: () => null }

/** What is read of one line, as JSON would have it: without fields that are not there. */
function read(text: string, lines = new PlainLines(silence)): unknown {
  const line = lines.read(Buffer.from(text), 0)
  return line === null ? null : JSON.parse(JSON.stringify(line))
}

test('what the tool writes is read without its schema', () => {
  const lost = { ...attempt, outcome: 'unknown', cause: 'timeout', reference: undefined }
  for (const line of [attempt, { ...attempt, key: null }, lost, entry, { ...entry, key: 'k' }]) {
    expect(read(`${JSON.stringify(line)}\n`)).toEqual(JSON.parse(JSON.stringify(line)))
  }
})

test('what another tool writes is, too: with spaces, and its fields in an order of their own', () => {
  const { type, ...rest } = attempt
  const spaced = `{"type": "${type}", ${Object.entries(rest)
    .toReversed()
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    .join(', ')} }\r\n`
  const lines = new PlainLines(silence)
  for (let time = 0; time < 3; time++) expect(read(spaced, lines)).toEqual(attempt)
  expect(lines.end).toBe(spaced.length)
})

test('lines are read one behind the other, and one that is not ended is not read', () => {
  const [first, second] = [`${JSON.stringify(attempt)}\n`, `${JSON.stringify(entry)}\n`]
  const bytes = Buffer.from(first + second)
  const lines = new PlainLines(silence)
  expect(lines.read(bytes, 0)).toMatchObject({ type: 'attempt' })
  expect(lines.end).toBe(first.length)
  expect(lines.read(bytes, lines.end)).toMatchObject({ type: 'entry' })
  expect(lines.end).toBe(bytes.length)
  expect(read(JSON.stringify(attempt))).toBeNull()
})

test('what an entry was expected to say changes nothing about what it says', () => {
  const name = fc.constantFrom('R', 'u3', 'k', '', 'é')
  const texts = fc.record({ reference: name, userId: name, key: name })
  fc.assert(
    fc.property(texts, fc.option(texts), fc.nat(3), (said, expected, version) => {
      const asked: number[] = []
      const echoOf = (of: number) => {
        asked.push(of)
        return expected
      }
      const lines = new PlainLines({ ...silence, echoOf })
      const line = { type: 'entry', version, kind: 'booked', ...said, seats: 1, available: 1 }
      expect(read(`${JSON.stringify(line)}\n`, lines)).toEqual(line)
      expect(asked).toEqual([version])
    }),
  )
})

test('what account was expected of a user changes nothing about what a line says', () => {
  const lines = new PlainLines({ ...silence, accountOf: (user) => (user === 0 ? null : `u${user}`) })
  for (const line of [attempt, { ...attempt, account: 'u4' }, { ...attempt, user: 0 }, { ...attempt, user: 5 }]) {
    expect(read(`${JSON.stringify(line)}\n`, lines)).toEqual(line)
  }
})

test.each([
  '{"type":"read","user":0,"sentUs":0,"endedUs":1,"available":1}',
  '{"user":0,"sentUs":0,"endedUs":1,"type":"attempt"}',
  '{"type":"attempt"}',
  '{"type":"attempt","user":0,"sentUs":0}',
  '{"type":"attempt","user":0,"sentUs":0,"endedUs":1}x',
  '{"type":"attempt","user":0,"sentUs":0,"endedUs":1,}',
  '{"type":"attempt","user" 0,"sentUs":0,"endedUs":1}',
  '{"type":"attempt","user":0,"sentUs":0,"endedUs":[1]}',
  '{"type":"attempts","user":0,"sentUs":0,"endedUs":1}',
  '{"type":"entry","userId":"a","seats":1,"available":1}',
  '',
  'x',
])('%s is left to others', (text) => {
  expect(read(`${text}\n`)).toBeNull()
})

const fields = [
  ...Object.keys(lineSchemas.attempt.shape),
  ...Object.keys(lineSchemas.entry.shape),
  'refrence',
  '__proto__',
]
const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 'booked', 'timeout', 'cancelled', [], {}, 'é"\\'),
  fc.constantFrom<unknown>(-1, 0, 1, 0.5, 255, 256, 999, 1000, 9_999_999, 10_000_000, 1e9, 1e9 + 1, 2 ** 53, 1e300),
)

test('what is read without its schema would pass it as it stands', () => {
  let passed = 0
  const edits = fc.array(fc.tuple(fc.constantFrom(...fields), fc.option(values, { nil: undefined })), { maxLength: 3 })
  const lines = new PlainLines(silence)
  fc.assert(
    fc.property(fc.constantFrom(attempt, entry), edits, (line, changes) => {
      const edited: Record<string, unknown> = { ...line }
      for (const [field, value] of changes) {
        if (value === undefined) Reflect.deleteProperty(edited, field)
        else Object.defineProperty(edited, field, { value, enumerable: true, configurable: true, writable: true })
      }
      const text = JSON.stringify(edited)
      const found = read(`${text}\n`, lines)
      if (found === null) return
      passed++
      expect(found).toEqual(JSON.parse(text))
      const schema = edited['type'] === 'attempt' ? lineSchemas.attempt : lineSchemas.entry
      expect(schema.safeParse(edited)).toEqual({ success: true, data: edited })
    }),
    { numRuns: 5000 },
  )
  expect(passed).toBeGreaterThan(500)
})
