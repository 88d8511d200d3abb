import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compareResults } from '../src/compare/compare.ts'
import { parseResult } from '../src/compare/read-result.ts'
import { renderJson } from '../src/report/json.ts'

const folder = new URL('../fixtures/', import.meta.url)
const read = (name: string) => parseResult(readFileSync(new URL(name, folder), 'utf8'), name)
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

test('there are results of either ruling', () => {
  expect(new Set(names.map((name) => name.split('.').at(-2)))).toEqual(new Set(['held', 'violated']))
})

describe.each(names)('%s', (name) => {
  test('is a result, and was ruled as its name says', () => {
    expect(read(name).verdict.ruling).toBe(name.split('.').at(-2))
  })

  test('loses and gains nothing when it is read and written again', () => {
    const written: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
    expect(JSON.parse(renderJson(read(name)))).toEqual(written)
  })
})

test('two real results of one scenario differ in their strategy, and the comparison says so', () => {
  const comparison = compareResults(
    { label: 'optimistic', result: read('real-users.held.json') },
    { label: 'naive', result: read('real-users-naive.violated.json') },
  )
  expect(comparison.warnings).toContain('different strategy: optimistic in optimistic, naive in naive')
})
