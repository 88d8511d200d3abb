import { expect, test } from 'vitest'
import { unknownCauses } from '../../src/booking/outcome.ts'
import { parseLine } from '../../src/record/parse-line.ts'

const parsed = (line: object) => parseLine(JSON.stringify(line), () => 'sale.ndjson:3')
const line = { type: 'cancel', user: 0, reference: 'A', sentUs: 1, endedUs: 2, outcome: 'gone' }

test('a cancellation says who asked for what, when, and what came of it', () => {
  expect(parsed(line)).toEqual(line)
  const whole = { ...line, account: 'ana', attempt: 8, step: 2, status: 200, outcome: 'cancelled', version: 7 }
  expect(parsed(whole)).toEqual(whole)
})

test.each([
  [
    { outcome: 'canceled' },
    'outcome is "canceled" (did you mean "cancelled"?); allowed is one of cancelled, gone, refused, unknown',
  ],
  [{ outcome: undefined }, 'outcome is missing; allowed is one of cancelled, gone, refused, unknown'],
  [{ reference: undefined }, 'reference is missing; allowed is a text'],
  [{ user: -1 }, 'user is -1; allowed is a whole number from 0 to 9,999,999'],
  [{ step: 256 }, 'step is 256; allowed is a whole number from 0 to 255'],
  [{ attempt: 0 }, 'attempt is 0; allowed is a whole number from 1 to 1,000,000,000'],
  [{ endedUs: 'soon' }, 'endedUs is "soon"; allowed is a number of microseconds'],
  [{ cause: 'tired' }, `cause is "tired"; allowed is one of ${unknownCauses.join(', ')}`],
  [
    { refernce: 'A' },
    'refernce is not a field (did you mean "reference"?); allowed is one of type, user, account, attempt, step, reference, sentUs, endedUs, status, outcome, cause, code, version',
  ],
])('%j is refused in one sentence', (change, complaint) => {
  expect(() => parsed({ ...line, ...change })).toThrow(`sale.ndjson:3: ${complaint}`)
})
