import { expect, test } from 'vitest'
import { compareResults } from '../../src/compare/compare.ts'
import { renderComparisonJson } from '../../src/compare/compare-json.ts'
import type { ComparedRow } from '../../src/compare/comparison.ts'
import type { Result } from '../../src/report/result.ts'
import {
  aResult,
  alternatingResult,
  aRun,
  aScenario,
  httpResult,
  naiveResult,
  partialResult,
  repeatedResult,
  retryResult,
  streamResult,
  sellOut,
} from '../builders/result.ts'

const results = [aResult(), naiveResult(), alternatingResult(), retryResult(), httpResult(), repeatedResult()]
const pairs = results.flatMap((a) => results.map((b) => [a, b] as const))

const compared = (a: Result, b: Result) => compareResults({ label: 'base', result: a }, { label: 'new', result: b })

const keyOf = ({ round, metric }: ComparedRow): string => `${round?.name} ${round?.repetition} ${metric}`

test('swapping the sides negates every difference', () => {
  for (const [a, b] of pairs) {
    const there = compared(a, b).rows
    const back = new Map(compared(b, a).rows.map((row) => [keyOf(row), row]))
    expect(back.size).toBe(there.length)
    for (const row of there) {
      const other = back.get(keyOf(row))
      expect([other?.a, other?.b]).toEqual([row.b, row.a])
      // Zero has no sign to lose.
      expect(other?.difference).toBe(row.difference === null ? null : 0 - row.difference)
    }
  }
})

test('a result does not differ from itself', () => {
  for (const result of results) {
    const { rows, warnings } = compared(result, result)
    expect(rows.filter(({ a, b, difference }) => a !== b || (difference !== null && difference !== 0))).toEqual([])
    expect(warnings).toEqual([])
  }
})

test('alternating tokens against real users are the two phases side by side', () => {
  const { rows } = compared(alternatingResult(), aResult())
  const run = rows.filter(({ round }) => round === null).map(({ metric, a, b }) => [metric, a, b])
  expect(run).toEqual([
    ['users created', 2, 300],
    ['tokens', 2, 300],
    ['users per token', 150, 1],
    ['rate limiting', 'triggered', 'not triggered'],
    ['rate-limited requests', 180, 0],
    ['rounds', 1, 2],
    ['test duration', 38.2, 79.5],
    ['mean response', 6.324, expect.closeTo(15.096)],
    ['users at once', 300, 300],
    ['users past the limit', 120, 300],
    ['requests', 300, 600],
    ['conflicts', 116, 591],
    ['winners', 4, 9],
    ['oversold', 0, 0],
    ['verdict', 'held', 'held'],
  ])
})

test('a round that both sides played is compared in full, a share only where there is something to share', () => {
  const { rows } = compared(retryResult(), aResult({ rounds: [sellOut()] }))
  const row = (metric: string) => rows.find((one) => one.round?.name === 'sell-out' && one.metric === metric)
  expect(row('booked')).toMatchObject({ a: 299, b: 8, difference: -291, change: -291 / 299 })
  expect(row('conflict')).toMatchObject({ a: 0, b: 292, difference: 292, change: null })
  expect(row('verdict')).toMatchObject({ unit: null, difference: null, change: null })
})

test('how soon users succeed is compared where both say it, and give-ups only where users tried again', () => {
  const { rows } = compared(retryResult(), streamResult())
  const row = (metric: string) => rows.find((one) => one.round?.name === 'sell-out' && one.metric === metric)
  expect(row('time to success p50')).toMatchObject({ a: 1148, b: 31.2, unit: 'ms', difference: 31.2 - 1148 })
  expect(row('latency from planned p99')).toMatchObject({ a: null, b: 81.51, difference: null })
  expect(row('gave up')).toMatchObject({ a: 0, b: null })
})

test('a result that could not say yet how users arrive and retry differs in nothing from one that says the usual', () => {
  const retry = { policy: 'fixed', delayMs: 100, attempts: 5, deadlineMs: 1000 }
  const rounds = [sellOut()]
  const now = aScenario('real-users', rounds, { retry: { ...retry, keyAfterUnknown: 'same' } })
  const before = aScenario('real-users', rounds, { retry, arrivals: undefined })
  const [a, b] = [before, now].map((scenario) => aResult({ rounds, scenario }))
  if (!a || !b) throw new Error('there are two')
  expect(compared(a, b).warnings).toEqual([])
  const ramp = aScenario('real-users', rounds, { retry, arrivals: { pattern: 'ramp', durationMs: 500 } })
  expect(compared(a, aResult({ rounds, scenario: ramp })).warnings).toEqual([
    'different arrivals in sell-out: (pattern burst) in base, (pattern ramp, durationMs 500) in new',
  ])
})

test('what was not measured has no difference', () => {
  const { rows } = compared(httpResult(), aResult({ rounds: [sellOut()] }))
  expect(rows.find(({ metric }) => metric === 'sold')).toMatchObject({ a: null, b: 8, difference: null, change: null })
})

test('everything that makes two runs incomparable is said', () => {
  const rounds = [sellOut()]
  const a = aResult({ rounds, run: aRun({ cpus: 8, node: 'v22.1.0' }), bookload: '0.2.0' })
  const scenario = {
    ...aScenario('my-sale', rounds),
    server: { strategy: 'naive', processingMs: 5, rateLimit: { limit: 60, windowMs: 60_000 } },
  }
  const b = { ...naiveResult(), scenario }
  expect(compared(a, b).warnings).toEqual([
    'different scenario: real-users in base, my-sale in new',
    'different strategy: optimistic in base, naive in new',
    'different number of CPUs: 8 in base, 2 in new',
    'different Node version: v22.1.0 in base, v20.20.2 in new',
    'different bookload version: 0.2.0 in base, 0.1.0 in new',
    'different server.processingMs: 0 in base, 5 in new',
    'different server.rateLimit: none in base, (limit 60, windowMs 60000) in new',
    'only base played sell-out',
    'only new played ten-seats',
  ])
})

test('a setting of every round is one warning, a setting of one round names it', () => {
  const a = aResult()
  const { scenario } = a
  const [one, other] = [
    { name: 'ten-seats', users: 300, capacity: 10 },
    { name: 'sell-out', users: 300, capacity: 299 },
  ]
  const before = { ...scenario, rounds: [one, other] }
  const after = {
    ...scenario,
    users: 500,
    rounds: [
      { ...one, users: 500 },
      { ...other, users: 500, capacity: 499 },
    ],
  }
  expect(compared({ ...a, scenario: before }, { ...a, scenario: after }).warnings).toEqual([
    'different users: 300 in base, 500 in new',
    'different capacity in sell-out: 299 in base, 499 in new',
  ])
})

test('a run that was cut short is said to be', () => {
  expect(compared(aResult(), partialResult()).warnings[0]).toBe('new is partial: it was interrupted')
})

test('two sides of one name are told apart', () => {
  const side = { label: 'result', result: aResult() }
  const { a, b } = compareResults(side, side)
  expect([a.label, b.label]).toEqual(['result (a)', 'result (b)'])
})

test('as JSON a comparison names its schema', () => {
  expect(JSON.parse(renderComparisonJson(compared(aResult(), naiveResult())))).toMatchObject({
    schema: 'bookload.comparison/v1',
    a: { label: 'base', scenario: 'real-users' },
    rows: expect.any(Array),
    warnings: ['different strategy: optimistic in base, naive in new', 'only base played sell-out'],
  })
})
