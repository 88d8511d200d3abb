import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { stripVTControlCharacters } from 'node:util'
import { renderTable } from '../../src/report/table.ts'
import {
  aResult,
  alternatingResult,
  failedResult,
  httpResult,
  naiveResult,
  partialResult,
  repeatedResult,
  retryResult,
} from '../builders/result.ts'

const results = {
  'real-users-held': aResult(),
  'naive-violated': naiveResult(),
  'alternating-tokens': alternatingResult(),
  retry: retryResult(),
  'http-target': httpResult(),
  partial: partialResult(),
  failed: failedResult(),
  repeated: repeatedResult(),
}

describe.each(Object.entries(results))('%s', (name, result) => {
  test.each([80, 160])('reads well at %i columns', async (width) => {
    const text = renderTable(result, { chalk: new Chalk({ level: 0 }), width })
    await expect(text).toMatchFileSnapshot(`../golden/table-${name}-${width}.txt`)
  })

  test('says in colour what it says in plain text', () => {
    const painted = renderTable(result, { chalk: new Chalk({ level: 3 }), width: 80 })
    const plain = renderTable(result, { chalk: new Chalk({ level: 0 }), width: 80 })
    expect(painted).not.toBe(plain)
    expect(stripVTControlCharacters(painted)).toBe(plain)
  })
})

test('a scenario of an unknown shape costs the report a few words, not more', () => {
  const text = renderTable(aResult({ scenario: {} }), { chalk: new Chalk({ level: 0 }), width: 80 })
  expect(text).toContain('unnamed scenario')
  expect(text).toContain('10 seats · 300 users · 41.3 ms')
})

test('of a repeated round the first playing is shown in full, and the first of each way of not having held', () => {
  const text = renderTable(repeatedResult(), { chalk: new Chalk({ level: 0 }), width: 80 })
  expect(text.match(/^ten-seats \d(?= {2}10 seats)/gm)).toEqual(['ten-seats 1', 'ten-seats 2', 'ten-seats 3'])
})

test('text from a server cannot steer the terminal', () => {
  const result = naiveResult()
  const [winner] = result.rounds[0]?.winners ?? []
  if (winner) winner.reference = '\u001B[2J\u001B]0;owned\u0007EVT\r\nHELD'
  const text = renderTable(result, { chalk: new Chalk({ level: 0 }), width: 80 })
  expect(text).not.toMatch(/[^\P{C}\n]/u)
  expect(text).toContain('EVT  HELD')
})
