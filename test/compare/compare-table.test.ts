import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { stripVTControlCharacters } from 'node:util'
import { compareResults } from '../../src/compare/compare.ts'
import { renderComparison } from '../../src/compare/compare-table.ts'
import { aResult, alternatingResult, naiveResult, repeatedResult } from '../builders/result.ts'

const comparisons = {
  phases: compareResults({ label: 'alternating', result: alternatingResult() }, { label: 'real', result: aResult() }),
  strategies: compareResults({ label: 'optimistic', result: aResult() }, { label: 'naive', result: naiveResult() }),
  repeated: compareResults(
    { label: 'monday', result: repeatedResult() },
    { label: 'tuesday', result: repeatedResult() },
  ),
}

describe.each(Object.entries(comparisons))('%s', (name, comparison) => {
  test.each([80, 160])('reads well at %i columns', async (width) => {
    const text = renderComparison(comparison, { chalk: new Chalk({ level: 0 }), width })
    await expect(text).toMatchFileSnapshot(`../golden/compare-${name}-${width}.txt`)
  })

  test('says in colour what it says in plain text', () => {
    const painted = renderComparison(comparison, { chalk: new Chalk({ level: 3 }), width: 80 })
    expect(stripVTControlCharacters(painted)).toBe(
      renderComparison(comparison, { chalk: new Chalk({ level: 0 }), width: 80 }),
    )
  })

  test('says how little one run a side can show', () => {
    const text = renderComparison(comparison, { chalk: new Chalk({ level: 0 }), width: 80 })
    expect(text).toContain('one run a side: differences are shown, no test is possible\n')
  })
})
