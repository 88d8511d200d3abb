import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compareResults } from '../src/compare/compare.ts'
import { parseResult } from '../src/compare/read-result.ts'
import { renderJson } from '../src/report/json.ts'
import { readResult, Workplace } from './cli/bookload.ts'

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

describe('a history is judged as its name says', () => {
  let place: Workplace
  beforeEach(() => {
    place = new Workplace()
  })
  afterEach(() => place.dispose())

  const path = (name: string): string => fileURLToPath(new URL(`histories/${name}`, folder))
  const exitCodes = new Map([
    ['held', 0],
    ['violated', 1],
    ['inconclusive', 3],
  ])

  /** The histories, each with the rules that do not hold, and what else its command line says. */
  const histories: readonly (readonly [name: string, rules: readonly string[], args: readonly string[]])[] = [
    ['optimistic-conflicts.held.ndjson', [], []],
    ['artillery.held.ndjson', [], ['--ledger', path('artillery.ledger.json')]],
    ['k6.held.ndjson', [], ['--ledger', path('k6.ledger.json')]],
    ['naive-oversell.violated.ndjson', ['no-oversell', 'conservation', 'version-chain'], []],
    ['lost-acknowledgement.violated.ndjson', ['acked-durable'], []],
    ['refused-but-booked.violated.ndjson', ['refused-but-booked'], []],
    ['duplicate-reference.violated.ndjson', ['unique-reference'], []],
    ['no-ledger.inconclusive.ndjson', ['acked-durable', 'no-phantom', 'conservation'], []],
    ['clean-zero.violated.ndjson', ['no-oversell', 'sources-agree'], []],
    ['counter-disagrees.violated.ndjson', ['sources-agree'], []],
    ['counter-agrees.inconclusive.ndjson', ['acked-durable', 'no-oversell'], []],
    ['throttled.inconclusive.ndjson', ['contended'], []],
    ['cut-off.inconclusive.ndjson', ['accounted'], []],
  ]

  test('none is left out', () => {
    const files = readdirSync(path('')).filter((name) => name.endsWith('.ndjson'))
    expect(files.toSorted()).toEqual(histories.map(([name]) => name).toSorted())
  })

  test.each(histories)('%s', async (name, rules, args) => {
    const ruling = name.split('.').at(-2) ?? ''
    const { code, stdout } = await place.run(['judge', path(name), ...args, '--json'])
    const { rounds, verdict } = readResult(stdout)
    expect(verdict.ruling).toBe(ruling)
    expect(code).toBe(exitCodes.get(ruling))
    const found = rounds.flatMap((round) => round.verdict.invariants.filter(({ status }) => status === ruling))
    if (ruling !== 'held') expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining([...rules]))
  })
})
