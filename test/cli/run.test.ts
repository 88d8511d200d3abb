import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readResult, roundOf, Workplace } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.entries(counts).reduce((total, [name, count]) => (name === 'total' ? total : total + count), 0)

describe('run real-users', () => {
  test('one of 300 gets all ten seats, and a few get one of 299; every rule holds', async () => {
    const { code, stdout } = await place.run(['run', 'real-users', '--json'])
    const result = readResult(stdout)
    expect(code).toBe(0)
    expect(result.users).toMatchObject({ created: 300, tokens: 300 })
    expect(result.verdict).toEqual({ pass: true, ruling: 'held' })

    const ten = roundOf(result, 'ten-seats')
    expect(ten.event).toMatchObject({ capacity: 10, soldSeats: 10, availableSeats: 0, oversoldSeats: 0 })
    expect(ten.winners).toEqual([
      expect.objectContaining({ seats: 10, reference: expect.stringMatching(/^EVT-[A-Z0-9]{6}$/) }),
    ])
    expect(ten.outcomes.conflict + ten.outcomes.soldOut).toBe(299)
    // Its processing time is longer than the burst, so most have read the event before it is sold.
    expect(ten.outcomes.conflict).toBeGreaterThan(0)

    const sellOut = roundOf(result, 'sell-out')
    expect(sellOut.winners.length).toBeGreaterThanOrEqual(2)
    expect(sellOut.winners.length).toBeLessThanOrEqual(299)
    expect(sellOut.outcomes.conflict).toBe(300 - sellOut.winners.length)
    expect(sellOut.event.soldSeats).toBe(sellOut.winners.length)
    expect(sellOut.server?.rssPeakMb).toBeGreaterThan(0)
    for (const round of result.rounds) {
      expect(sum(round.outcomes)).toBe(300)
      expect(sum(round.attempts)).toBe(round.attempts.total)
    }
    expect(place.leftovers()).toEqual([])
  })

  test('the naive strategy oversells, and the proof names users, requests and versions', async () => {
    const { code, stdout } = await place.run([
      'run',
      'real-users',
      '--strategy',
      'naive',
      '--processing',
      '5ms',
      '--json',
    ])
    const result = readResult(stdout)
    expect(code).toBe(1)
    expect(result.verdict).toEqual({ pass: false, ruling: 'violated' })
    const ten = roundOf(result, 'ten-seats')
    expect(ten.event.oversoldSeats).toBeGreaterThan(0)
    const violated = ten.verdict.invariants.filter(({ status }) => status === 'violated')
    expect(violated.map(({ id }) => id)).toEqual(expect.arrayContaining(['no-oversell', 'version-chain']))
    for (const { evidence } of violated) {
      expect(evidence.length).toBeGreaterThan(0)
      for (const { claim, attempts, entries } of evidence) {
        expect(claim).toMatch(/\d/)
        expect(attempts.length + entries.length).toBeGreaterThan(0)
      }
    }
  })

  test('people read which user did what when it was oversold', async () => {
    const { code, stdout } = await place.run(['run', 'real-users', '--strategy', 'naive'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ violated +no-oversell/)
    expect(stdout).toMatch(/user \d+/)
    expect(stdout).toMatch(/version \d+/)
    expect(stdout).toMatch(/VIOLATED/)
  })

  test.each(['pessimistic', 'atomic'])('strategy %s sells exactly what there is', async (strategy) => {
    const { code, stdout } = await place.run(['run', 'real-users', '--strategy', strategy, '--json'])
    const result = readResult(stdout)
    expect(code).toBe(0)
    expect(roundOf(result, 'ten-seats').winners.length).toBe(1)
    expect(roundOf(result, 'sell-out').winners.length).toBe(299)
    expect(roundOf(result, 'sell-out').outcomes).toMatchObject({ conflict: 0, soldOut: 1 })
  })
})

test('with retries exactly 299 win and 1 finds it sold out', async () => {
  const { code, stdout } = await place.run(['run', 'real-users-retry', '--json'])
  const sellOut = roundOf(readResult(stdout), 'sell-out')
  expect(code).toBe(0)
  expect(sellOut.outcomes).toMatchObject({ booked: 299, soldOut: 1 })
  expect(sellOut.attempts.conflict).toBeGreaterThan(0)
})

test('two tokens for 300 users run into the rate limiter', async () => {
  const { code, stdout } = await place.run(['run', 'alternating-tokens', '--json'])
  const result = readResult(stdout)
  expect(code).toBe(0)
  expect(result.users).toMatchObject({ created: 2, tokens: 2 })
  expect(result.rounds[0]?.outcomes.rateLimited).toBe(180)
})

test('a full conference puts the rest on the waitlist', async () => {
  const { code, stdout } = await place.run([
    'run',
    'conference-waitlist',
    '--users',
    '60',
    '--capacity',
    '20',
    '--expect',
    'waitlisted == 40',
    '--json',
  ])
  const result = readResult(stdout)
  expect(code).toBe(0)
  expect(result.rounds[0]?.outcomes).toMatchObject({ booked: 20, waitlisted: 40 })
})

test('flags override the scenario, and the resolved scenario is part of the result', async () => {
  const flags = [
    '--users',
    '20',
    '--capacity',
    '7',
    '--seats',
    '2',
    '--retry',
    'immediate',
    '--seed',
    '9',
    '--processing',
    '1ms',
    '--rate-limit',
    'off',
    '--expect',
    'sold == 6',
    '--expect',
    'unsold == 1',
  ]
  const { code, stdout } = await place.run(['run', 'quick', ...flags, '--json'])
  const result = readResult(stdout)
  expect(code).toBe(0)
  expect(result.run.seed).toBe(9)
  expect(result.scenario).toMatchObject({
    users: 20,
    seed: 9,
    server: { processingMs: 1, rateLimit: null },
    rounds: [{ capacity: 7, seats: 2, retry: { policy: 'immediate' }, expect: ['sold == 6', 'unsold == 1'] }],
  })
  expect(result.rounds[0]?.verdict.expectations).toEqual([
    { expression: 'sold == 6', actual: 6, pass: true },
    { expression: 'unsold == 1', actual: 1, pass: true },
  ])
})

test('a missed expectation is exit 1, and says what was measured', async () => {
  const { code, stdout } = await place.run(['run', 'quick', '--expect', 'winners == 10'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/✗ missed +winners == 10 +it was \d/)
})

test('--repeat plays every round on a fresh event, with an order of its own', async () => {
  const { stdout } = await place.run(['run', 'quick', '--repeat', '3', '--json'])
  const { rounds } = readResult(stdout)
  expect(rounds.map(({ name, repetition }) => [name, repetition])).toEqual([1, 2, 3].map((n) => ['five-seats', n]))
  expect(new Set(rounds.map(({ event }) => event.id)).size).toBe(3)
})

test('a run without contention proves nothing: inconclusive, exit 3', async () => {
  const { code, stdout } = await place.run(['run', 'quick', '--users', '1', '--expect', 'oversold == 0', '--json'])
  const result = readResult(stdout)
  expect(code).toBe(3)
  expect(result.verdict).toEqual({ pass: false, ruling: 'inconclusive' })
})

describe('output', () => {
  test('--json writes JSON alone to standard output, and progress to standard error', async () => {
    const { stdout, stderr } = await place.run(['run', 'quick', '--json'])
    expect(() => readResult(stdout)).not.toThrow()
    expect(stderr).toMatch(/10 accounts created/)
    expect(stderr).toMatch(/10 requests in/)
  })

  test('-o writes the same result to a file, beside the tables', async () => {
    const { stdout } = await place.run(['run', 'quick', '-o', 'result.json'])
    const result = readResult(readFileSync(place.path('result.json'), 'utf8'))
    expect(result.scenario['name']).toBe('quick')
    expect(stdout).toContain('no-oversell')
  })

  test('--quiet writes one line and no progress', async () => {
    const { stdout, stderr } = await place.run(['run', 'quick', '--quiet'])
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toBe('')
  })

  test('a pipe gets neither colour nor spinner, and no line above 80 columns', async () => {
    const { stdout, stderr } = await place.run(['run', 'quick'])
    expect(stdout + stderr).not.toContain('\u001B')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('colour can be forced, and NO_COLOR and --no-color forbid it', async () => {
    const escape = '\u001B['
    expect((await place.run(['run', 'quick'], { FORCE_COLOR: '1' })).stdout).toContain(escape)
    expect((await place.run(['run', 'quick'], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain(escape)
    expect((await place.run(['run', 'quick', '--no-color'], { FORCE_COLOR: '1' })).stdout).not.toContain(escape)
  })
})

test('--db keeps the database, and a second run on it starts with accounts of its own', async () => {
  const first = await place.run(['run', 'quick', '--db', 'shop.db', '--quiet'])
  const second = await place.run(['run', 'quick', '--db', 'shop.db', '--quiet'])
  expect([first.code, second.code]).toEqual([0, 0])
  expect(readFileSync(place.path('shop.db')).subarray(0, 15).toString()).toBe('SQLite format 3')
})
