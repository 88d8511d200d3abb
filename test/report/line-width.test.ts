import { Chalk } from 'chalk'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareResults } from '../../src/compare/compare.ts'
import { renderComparison } from '../../src/compare/compare-table.ts'
import type { Result } from '../../src/report/result.ts'
import { renderSummaryLine } from '../../src/report/summary-line.ts'
import { renderTable } from '../../src/report/table.ts'
import { textWidth } from '../../src/report/text-width.ts'
import {
  aResult,
  alternatingResult,
  confidentResult,
  failedResult,
  httpResult,
  naiveResult,
  partialResult,
  repeatedResult,
  retryResult,
  streamResult,
  weakResult,
} from '../builders/result.ts'

const builders = [
  aResult,
  naiveResult,
  alternatingResult,
  retryResult,
  streamResult,
  httpResult,
  partialResult,
  failedResult,
  repeatedResult,
  confidentResult,
  weakResult,
]

/** Words as they come from people and servers: short, endless, double-width, combining, hostile. */
const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '席', 'e\u0301', '🎟', '\u200D', '\u001B', '\t', '│'), maxLength: 90 }),
  fc.lorem({ maxCount: 40 }),
  fc.constantFrom('座席予約システム'.repeat(12), 'e\u0301'.repeat(90), '🎟️👩‍👩‍👧 sale', '\u001B[31mred\u001B[0m\n', ''),
)

const number = fc.oneof(fc.nat(400), fc.constantFrom(0, 0.0001, 999.96, 1e6 + 0.5, Number.MAX_SAFE_INTEGER))

const keptWords = new Set(['status', 'outcome', 'kind', 'ruling', 'schema', 'unit', 'startedAt', 'pattern', 'policy'])

/** A result of the same shape with other names and numbers. */
const disturbed = fc
  .record({
    build: fc.constantFrom<() => Result>(...builders),
    texts: fc.array(text, { minLength: 8 }),
    numbers: fc.array(number, { minLength: 8 }),
  })
  .map(({ build, texts, numbers }): Result => {
    let step = 0
    const next = <Value>(values: readonly Value[], fallback: Value): Value => values[step++ % values.length] ?? fallback
    const json = JSON.stringify(build(), (key, value: unknown) => {
      if (key === 'repetition' || keptWords.has(key)) return value
      if (typeof value === 'string') return next(texts, value)
      return typeof value === 'number' ? next(numbers, value) : value
    })
    // Not through the schema: what no schema would let pass must not break a line either.
    const result: Result = JSON.parse(json)
    return result
  })

const widest = (lines: string): number => Math.max(...lines.split('\n').map(textWidth))

test('no line is wider than the terminal, whatever names and numbers a result holds', () => {
  fc.assert(
    fc.property(disturbed, disturbed, text, fc.integer({ min: 60, max: 200 }), (result, other, label, width) => {
      const style = { chalk: new Chalk({ level: 1 }), width }
      const comparison = compareResults({ label, result }, { label: 'other', result: other })
      expect(widest(renderTable(result, style))).toBeLessThanOrEqual(width)
      expect(widest(renderSummaryLine(result, style))).toBeLessThanOrEqual(width)
      expect(widest(renderComparison(comparison, style))).toBeLessThanOrEqual(width)
    }),
    { numRuns: 100 },
  )
})
