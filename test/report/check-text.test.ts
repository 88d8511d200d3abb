import { Chalk } from 'chalk'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { checkReportSchema, type CheckReport } from '../../src/report/check-report.ts'
import { renderCheck } from '../../src/report/check-text.ts'
import { textWidth } from '../../src/report/text-width.ts'
import { plain } from '../builders/plain-style.ts'

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n')

const report: CheckReport = checkReportSchema.parse({
  schema: 'bookload.check/v1',
  bookload: '0.1.0',
  contract: 'contracts/with/a/path/that/is/rather/long/shop.yaml',
  name: 'shop',
  target: 'http://127.0.0.1:3000/api/v1',
  stages: [
    {
      title: 'booking',
      readings: 0,
      calls: [
        {
          kind: 'request',
          step: 'book[0] checkout',
          method: 'POST',
          path: `/orders/${'x'.repeat(90)}`,
          headers: [['x-long', 'y'.repeat(500)]],
          body: `{ "name": "${'座'.repeat(80)}" }`,
          answer: { status: 201, headers: [['content-type', 'text/html']], body: lines(100) },
          remarks: [{ text: 'book[0].answers[0] fits: booked', isWrong: false }],
        },
      ],
      remarks: [{ text: 'book[0].answers[0].seats: $.order.quantity matches nothing', isWrong: true }],
    },
    {
      title: 'ledger',
      readings: 3,
      calls: [
        {
          kind: 'sql',
          step: 'ledger.sql',
          query: 'SELECT 1\nWHERE {{event.id}} = 7',
          values: [7],
          rows: '[\n  {}\n]',
          count: 1,
          remarks: [],
        },
      ],
      remarks: [],
    },
  ],
  findings: [],
  notes: ['the same key booked A1 and then A2'],
  failure: null,
  partial: false,
  reach: {
    level: 'ledger',
    canHold: true,
    rules: [
      { id: 'no-oversell', level: 'ledger', lack: null, mayAccuse: true },
      { id: 'version-chain', level: 'ledger', lack: 'there are no versions', mayAccuse: false },
      { id: 'real-time-order', level: null, lack: 'there are no versions', mayAccuse: false },
    ],
  },
})

test.each([60, 80, 160])('no line is wider than %d columns, and the text does not depend on colour', (width) => {
  const text = renderCheck(report, plain(width))
  for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width)
  const painted = renderCheck(report, { chalk: new Chalk({ level: 3 }), width })
  expect(painted).not.toBe(text)
  expect(stripVTControlCharacters(painted)).toBe(text)
})

test('what was sent and what came back are told apart, and both are cut where nobody reads on', () => {
  const text = renderCheck(report, plain(160))
  expect(text).toContain(`  > POST /orders/${'x'.repeat(90)}\n`)
  expect(text.replaceAll('\n  > ', '')).toContain(`x-long: ${'y'.repeat(200)}…`)
  expect(text).toContain('  < 201\n  < content-type: text/html\n  <\n  < line 1\n')
  expect(text).toContain('  < line 40\n  < … and 60 lines more\n')
  expect(text).toContain('  ✗  book[0].answers[0].seats: $.order.quantity matches nothing\n')
  expect(text).toContain('ledger  asked 3 times; the last is shown\n')
  expect(text).toContain('  > with 7\n')
})

test('rules that one lack keeps from ruling are named together, unless something is wrong already', () => {
  const text = renderCheck(report, plain(160))
  expect(text).toContain('what the judge will see  ledger · a run can be held\n')
  expect(text).toMatch(/· 2 rules {2}cannot rule +there are no versions: version-chain, real-time-order\n/)
  expect(renderCheck({ ...report, findings: ['shop.yaml:1:1: no'] }, plain(160))).not.toContain(
    'what the judge will see',
  )
})
