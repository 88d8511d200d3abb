import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readResult, Workplace } from './bookload.ts'

let place: Workplace
beforeEach(() => void (place = new Workplace()))
afterEach(() => place.dispose())

const crowd = [
  '--users',
  '60',
  '--capacity',
  '20',
  '--retry',
  'immediate',
  '--processing',
  '10ms',
  '--rate-limit',
  'off',
]
const run = ['run', 'quick', ...crowd, '--repeat', '3']

describe('a lottery that prefers even ids', () => {
  const unfair = [...run, '--bug', 'odd-users-lose']

  test('makes the run fail where a lottery was declared, with the numbers in the JSON', async () => {
    const { code, stdout } = await place.run([...unfair, '--fairness', 'lottery', '--json'])
    const result = readResult(stdout)
    expect([code, result.verdict]).toEqual([1, { pass: false, ruling: 'violated' }])
    expect(result.rounds.map(({ verdict }) => verdict.ruling)).toEqual(['held', 'held', 'held'])
    expect(result.fairness).toMatchObject([{ round: 'five-seats', policy: 'lottery', playings: 3 }])
    const [{ invariants, numbers } = { invariants: [], numbers: null }] = result.fairness ?? []
    expect(invariants.map(({ id, status }) => [id, status])).toContainEqual(['no-preference', 'violated'])
    expect(numbers?.groups[0]).toMatchObject({ groups: [{ label: 'odd account ids' }, { label: 'even ones' }] })
    expect(numbers?.groups[0]?.ratio).toBeLessThan(0.5)
    expect(numbers?.groups[0]?.pAdjusted).toBeLessThan(0.001)
  })

  test('is said to be none in the terminal, in a block after the rounds and in the last line', async () => {
    const { code, stdout } = await place.run([...unfair, '--fairness', 'lottery'], { COLUMNS: '200' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^fairness of five-seats {2}lottery · 3 playings · /m)
    expect(stdout).toMatch(/^✗ violated +no-preference +odd account ids won 0\.\d\d times as often as even ones/m)
    expect(stdout).toMatch(/^VIOLATED {2}five-seats was no fair lottery over 3 playings: no-preference$/m)
  })

  test('is nobody’s business where nothing was declared', async () => {
    const { code, stdout } = await place.run([...unfair, '--json'])
    expect(code).toBe(0)
    expect(readResult(stdout)).not.toHaveProperty('fairness')
  })
})

test('what cannot be told of a fair one is said, and does not change the exit code', async () => {
  const once = ['run', 'quick', ...crowd, '--fairness', 'lottery']
  const { code, stdout } = await place.run([...once, '--json'])
  const { verdict, fairness } = readResult(stdout)
  expect([code, verdict]).toEqual([0, { pass: true, ruling: 'held' }])
  const [noPreference] = fairness?.[0]?.invariants ?? []
  expect(noPreference).toMatchObject({ id: 'no-preference', status: 'inconclusive' })
  expect(noPreference?.detail).toMatch(/20 wins are too few to tell.*--repeat \d+ would tell/)

  const line = await place.run([...once, '--quiet'])
  expect([line.code, line.stdout]).toEqual([
    0,
    expect.stringContaining('whether five-seats is a fair lottery could not be told'),
  ])
})

test('a queue that keeps its order holds, and one that turns the first away does not', async () => {
  const queue = ['run', 'quick', '--users', '80', '--capacity', '30', '--arrivals', 'ramp:800ms', '--rate-limit', 'off']
  const fifo = [...queue, '--repeat', '4', '--fairness', 'fifo', '--json']
  const kept = await place.run([...fifo, '--strategy', 'atomic', '--processing', '20ms'])
  const order = readResult(kept.stdout).fairness?.[0]?.invariants ?? []
  expect([kept.code, order.filter(({ status }) => status === 'violated')]).toEqual([0, []])

  const broken = await place.run([...fifo, '--strategy', 'optimistic', '--processing', '40ms'])
  expect(broken.code).toBe(1)
  const [first] = readResult(broken.stdout).fairness?.[0]?.invariants ?? []
  expect(first).toMatchObject({ id: 'no-preference', status: 'violated' })
  expect(first?.evidence[0]?.attempts).toMatchObject([{ outcome: 'conflict' }, { outcome: 'booked' }])
})

test('a policy that there is not is refused', async () => {
  const { code, stdout, stderr } = await place.run(['run', 'quick', '--fairness', 'random'])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('Allowed choices are lottery, fifo, none.')
})
