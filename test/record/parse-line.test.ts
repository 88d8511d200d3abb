import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/operator/errors.ts'
import { parseLine } from '../../src/record/parse-line.ts'

const parse = (text: string) => parseLine(text, () => 'sale.ndjson:12')

function complaintOn(text: string): string {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'it is taken as it is'
}

const attempt = { type: 'attempt', user: 0, sentUs: 1, endedUs: 2, outcome: 'conflict' }

test('the least that a line of each type may say is enough', () => {
  const lines = [
    { type: 'run' },
    { type: 'round', event: { capacity: 3 } },
    attempt,
    { type: 'read', user: 0, sentUs: 1, endedUs: 2, available: 3 },
    { type: 'entry', reference: 'R', userId: 'u0', seats: 1, available: 2 },
    { type: 'ledger' },
  ]
  for (const line of lines) expect(parse(JSON.stringify(line))).toEqual(line)
})

const types = 'run, round, attempt, read, cancel, entry, ledger'

test.each<[unknown, string | RegExp]>([
  [{ ...attempt, type: 'atempt' }, `type is "atempt" (did you mean "attempt"?); allowed is one of ${types}`],
  [{ ...attempt, type: 7 }, `type is 7; allowed is one of ${types}`],
  [{ ...attempt, type: 'constructor' }, `type is "constructor"; allowed is one of ${types}`],
  [{ user: 3 }, /^type is missing; allowed is one of run, round/],
  [[], /^type is missing/],
  [null, /^type is missing/],
  [{ ...attempt, user: '3' }, 'user is "3"; allowed is a whole number from 0 to 9,999,999'],
  [{ ...attempt, user: -1 }, 'user is -1; allowed is a whole number from 0 to 9,999,999'],
  [{ ...attempt, user: undefined }, 'user is missing; allowed is a whole number from 0 to 9,999,999'],
  [{ ...attempt, sentUs: null }, 'sentUs is null; allowed is a number of microseconds'],
  [
    { ...attempt, outcome: 'soldout' },
    /^outcome is "soldout" \(did you mean "soldOut"\?\); allowed is one of booked, /,
  ],
  [
    { ...attempt, refrence: 'R' },
    /^refrence is not a field \(did you mean "reference"\?\); allowed is one of type, user/,
  ],
  [{ ...attempt, sentMs: 1 }, /^sentMs is not a field \(did you mean "sentUs"\?\)/],
  [{ type: 'round' }, /^event is missing; allowed is an object of capacity, /],
  [{ type: 'round', event: {} }, /^event\.capacity is missing; allowed is a whole number/],
  [{ type: 'run', schema: 'bookload.history/v2' }, 'schema is "bookload.history/v2"; allowed is "bookload.history/v1"'],
])('%j is refused in one sentence', (line, complaint) => {
  const message = complaintOn(JSON.stringify(line))
  expect(message.startsWith('sale.ndjson:12: ')).toBe(true)
  expect(message).not.toContain('\n')
  const sentence = message.slice('sale.ndjson:12: '.length)
  if (typeof complaint === 'string') expect(sentence).toBe(complaint)
  else expect(sentence).toMatch(complaint)
})

test('what is no JSON is refused as such', () => {
  expect(() => parse('{"type":')).toThrow(/^sale\.ndjson:12: this is not valid JSON: /)
})

test('the examples of the documentation are lines', () => {
  const page = readFileSync(new URL('../../docs/histories.md', import.meta.url), 'utf8')
  const examples = [...page.matchAll(/^```ndjson\n(?<text>.*?)^```/gms)].flatMap(({ groups }) =>
    (groups?.['text'] ?? '').trimEnd().split('\n'),
  )
  expect(examples.length).toBeGreaterThan(3)
  for (const example of examples) expect(parse(example)).toEqual(JSON.parse(example))
})
