import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseResult } from '../../src/compare/read-result.ts'
import type { Result } from '../../src/report/result.ts'
import { readResult, Workplace } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

const ndjson = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

function given(name: string, lines: readonly object[]): string {
  writeFileSync(place.path(name), ndjson(lines))
  return name
}

const round = { type: 'round', name: 'sale', event: { capacity: 1 } }
const won = { type: 'attempt', user: 0, sentUs: 0, endedUs: 9000, status: 201, reference: 'R1', version: 2 }
const lost = { type: 'attempt', user: 1, sentUs: 1000, endedUs: 12_000, status: 409, code: 'SOLD_OUT' }
const entry = { version: 2, kind: 'booked', reference: 'R1', userId: 'u0', seats: 1, available: 0, at: 'noon' }
const sale = [round, won, lost, { type: 'entry', ...entry }, { type: 'ledger' }]

/** What a verdict rests on, apart from what a scenario had hoped for. */
const foundOf = ({ rounds }: Result) =>
  rounds.map(({ name, repetition, event, outcomes, attempts, reasons, winners, latency, verdict }) => ({
    name,
    repetition,
    event,
    outcomes,
    attempts,
    reasons,
    winners,
    latency,
    invariants: verdict.invariants,
  }))

describe('a run that was recorded is judged again as it was judged', () => {
  test.each<[string, string[]]>([
    ['naive bookings', ['quick', '--strategy', 'naive', '--processing', '20ms']],
    ['a waitlist', ['conference-waitlist', '--users', '60']],
    ['users who alternate between accounts', ['alternating-tokens', '--users', '80']],
    ['retries, each round twice', ['quick', '--processing', '5ms', '--retry', 'immediate', '--repeat', '2']],
    ['users who want several seats each', ['quick', '--seats', '2', '--processing', '10ms']],
  ])('%s', async (_, args) => {
    const run = await place.run(['run', ...args, '--seed', '1', '--record', 'run.ndjson', '--json'])
    const again = await place.run(['judge', 'run.ndjson', '--json'])
    const [first, second] = [readResult(run.stdout), readResult(again.stdout)]
    expect(foundOf(second)).toEqual(foundOf(first))
    expect(first.rounds.flatMap(({ verdict }) => verdict.invariants).length).toBeGreaterThan(0)
    expect(second.confidence).toEqual(first.confidence)
    const { id, seed, startedAt } = first.run
    expect(second.run).toMatchObject({ id, seed, startedAt, partial: false })
    expect(second.scenario['name']).toBe(first.scenario['name'])
    expect(second.users.tokens).toBe(first.users.tokens)
  })

  test('one that was interrupted is inconclusive, and nobody interrupted the judging', async () => {
    const loop = ['run', 'quick', '--arrivals', 'loop:30s', '--capacity', '1000', '--record', 'run.ndjson', '--json']
    const started = place.start([...loop, '--rate-limit', 'off'])
    await started.until('stderr', /connected/)
    await new Promise((resolve) => setTimeout(resolve, 300))
    started.child.kill('SIGINT')
    const run = await started.end()
    expect(run.code).toBe(130)
    const again = await place.run(['judge', 'run.ndjson', '--json'])
    expect(again.code).toBe(3)
    expect(foundOf(readResult(again.stdout))).toEqual(foundOf(readResult(run.stdout)))
    expect(readResult(again.stdout).run.partial).toBe(true)
  })
})

describe('the verdict', () => {
  test('is 0 where every rule held, and people read why', async () => {
    const { code, stdout, stderr } = await place.run(['judge', given('sale.ndjson', sale)])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('sale  2 users · a recorded history: nothing was sent')
    expect(stdout).toMatch(/✓ held +no-oversell/)
    expect(stdout).toMatch(/1 of 1 sold · 0 left · 0 oversold/)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('HELD  every rule held in 1 round')
    // What only a run knows is not made up.
    expect(stdout).not.toMatch(/seed|connected|tool |server /)
  })

  test('is 1 where a rule was violated, with the proof', async () => {
    const wrong = { ...lost, status: 201, reference: 'R2', version: 3, code: undefined }
    const { code, stdout } = await place.run(['judge', given('sale.ndjson', [round, won, wrong])])
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ violated +no-oversell/)
    expect(stdout).toContain('2 users were told they had booked')
  })

  test('is 3 without a ledger, and says what could not be ruled on', async () => {
    const { code, stdout } = await place.run(['judge', given('sale.ndjson', [round, won, lost])])
    expect(code).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /\? inconclusive \d+ rules the ledger could not be read: the file has none; this leaves open [\w, -]*acked-durable/,
    )
    expect(stdout).toMatch(/✓ held +contended/)
  })

  test('is 3 where the file was cut off, and says so', async () => {
    writeFileSync(place.path('sale.ndjson'), `${ndjson(sale)}{"type":"atte`)
    const { code, stdout, stderr } = await place.run(['judge', 'sale.ndjson'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^bookload: sale\.ndjson: sale is cut off: its last line breaks off; .* interrupted/)
    expect(stderr.trimEnd()).not.toContain('\n')
    expect(stdout).toMatch(/✓ held +no-oversell/)
    expect(stdout).toContain('partial:')
  })

  test('rests on the ledger of a file of its own, as JSON or in lines', async () => {
    given('history.ndjson', [round, won, lost])
    writeFileSync(place.path('ledger.json'), JSON.stringify({ event: { available: 0 }, entries: [entry], next: null }))
    given('ledger.ndjson', [entry])
    for (const ledger of ['ledger.json', 'ledger.ndjson']) {
      const { code, stderr } = await place.run(['judge', 'history.ndjson', '--ledger', ledger])
      expect([code, stderr]).toEqual([0, ''])
    }
  })

  test('counts what was hoped for', async () => {
    given('sale.ndjson', sale)
    expect((await place.run(['judge', 'sale.ndjson', '--expect', 'sold == 1', '--expect', 'winners == 1'])).code).toBe(
      0,
    )
    const { code, stdout } = await place.run(['judge', 'sale.ndjson', '--expect', 'winners == 2'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/missed +winners == 2 +it was 1/)
  })

  test('is one line for whoever asks for quiet', async () => {
    const { stdout } = await place.run(['judge', given('sale.ndjson', sale), '--quiet'])
    expect(stdout).toBe('HELD  sale · every rule held in 1 round · 2 users\n')
  })

  test('is a result that compare takes, written whole', async () => {
    given('sale.ndjson', sale)
    const { stdout } = await place.run(['judge', 'sale.ndjson', '--json', '-o', 'result.json'])
    const text = readFileSync(place.path('result.json'), 'utf8')
    expect(text).toBe(stdout)
    expect(parseResult(text, 'result.json').rounds[0]).toMatchObject({
      name: 'sale',
      outcomes: { booked: 1, soldOut: 1 },
    })
    const compared = await place.run(['compare', 'result.json', 'again=result.json'])
    expect(compared.code).toBe(0)
    expect(compared.stdout).toContain('winners')
  })

  test('is not lost with a disk that is full', async () => {
    const wrong = { ...lost, status: 201, reference: 'R2', version: 3, code: undefined }
    given('held.ndjson', sale)
    given('violated.ndjson', [round, won, wrong])
    for (const [file, expected] of [
      ['held', 2],
      ['violated', 1],
    ] as const) {
      const { code, stdout, stderr } = await place.run(['judge', `${file}.ndjson`, '-q', '-o', '/dev/full'])
      expect([code, stderr]).toEqual([expected, 'bookload: /dev/full: it cannot be written: the disk is full\n'])
      expect(stdout).toContain(file.toUpperCase())
    }
  })

  test('shows of repeated rounds each playing in a row', async () => {
    given('sale.ndjson', [...sale, { ...round, repetition: 2 }, ...sale.slice(1)])
    const { stdout } = await place.run(['judge', 'sale.ndjson'])
    expect(stdout.match(/│ sale \d .*✓ held/g)).toHaveLength(2)
    expect(stdout.match(/^sale \d(?= {2}1 seat)/gm)).toEqual(['sale 1'])
  })

  test('says of rounds with one name how rare violations are, whether they are numbered or not', async () => {
    const once = await place.run(['judge', given('sale.ndjson', sale)])
    expect(once.stdout).not.toContain('confidence')
    const loser = { ...lost, sentUs: 10_000 }
    const alone = [round, won, loser, ...sale.slice(3)]
    for (const again of [round, { ...round, repetition: 2 }]) {
      given('sale.ndjson', [...sale, again, ...sale.slice(1), ...alone])
      const { code, stdout } = await place.run(['judge', 'sale.ndjson'], { COLUMNS: '200' })
      // Nobody met anybody in the last of them.
      expect(code).toBe(3)
      expect(stdout).toMatch(
        /^confidence {2}sale: 0 violations in 2 contended rounds: under 77\.6 % of such rounds, at 95 %, for .* · 1 left out: 1 not contended$/m,
      )
    }
  })
})

describe('a wrong command line or file is exit 2 and a sentence', () => {
  test.each<[string, string[], string | RegExp]>([
    ['no file', ['judge'], /missing required argument 'file'/],
    ['a file that is not there', ['judge', 'none.ndjson'], 'none.ndjson: there is no such file or folder'],
    ['a ledger that is not there', ['judge', 'sale.ndjson', '--ledger', 'l.json'], 'l.json: there is no such file'],
    ['a result', ['judge', 'result.json'], /^bookload: result\.json:1: this is not valid JSON/],
    ['another type of line', ['judge', 'other.ndjson'], 'other.ndjson:2: type is "attempts" (did you mean "attempt"?)'],
    [
      'an output over what is to be judged',
      ['judge', 'sale.ndjson', '-o', './sale.ndjson'],
      '--output names ./sale.ndjson, which is what is to be judged; allowed is another file',
    ],
    ['an output in no folder', ['judge', 'sale.ndjson', '-o', 'none/r.json'], 'none/r.json: it cannot be written'],
    ['a hope with a typo', ['judge', 'sale.ndjson', '--expect', 'winers == 1'], /--expect.*did you mean "winners"/],
  ])('%s', async (_, args, complaint) => {
    given('sale.ndjson', sale)
    given('other.ndjson', [round, { ...won, type: 'attempts' }])
    writeFileSync(place.path('result.json'), JSON.stringify({ schema: 'bookload.result/v1' }, null, 2))
    const { code, stdout, stderr } = await place.run(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(complaint)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(readFileSync(place.path('sale.ndjson'), 'utf8')).toBe(ndjson(sale))
  })
})
