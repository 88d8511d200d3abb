import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoundResult } from '../../src/report/result.ts'
import { readResult, Workplace } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

interface Line {
  readonly type: 'run' | 'round' | 'attempt' | 'read' | 'entry' | 'ledger'
  readonly [field: string]: unknown
}

interface Playing {
  readonly round: Line
  readonly attempts: readonly Line[]
}

/** Ten users for five seats, each at work for long enough to meet the others. */
const quick = ['run', 'quick', '--processing', '20ms']

const fileText = (name: string): string => readFileSync(place.path(name), 'utf8')

/** Reads a record as its readers would: each line is JSON, and what follows a round's line belongs to that round. */
function readRecord(name: string): { header: Line | undefined; playings: readonly Playing[] } {
  const text = fileText(name)
  expect(text.endsWith('\n')).toBe(true)
  const [header, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line))
  const playings: { round: Line; attempts: Line[] }[] = []
  for (const line of lines) {
    if (line.type === 'round') playings.push({ round: line, attempts: [] })
    else if (line.type === 'attempt') playings.at(-1)?.attempts.push(line)
  }
  return { header, playings }
}

/** Attempts by outcome, as a result counts them. */
function tally(attempts: readonly Line[]): RoundResult['attempts'] {
  const count = (kind: string) => attempts.filter(({ outcome }) => outcome === kind).length
  return {
    booked: count('booked'),
    conflict: count('conflict'),
    soldOut: count('soldOut'),
    waitlisted: count('waitlisted'),
    rateLimited: count('rateLimited'),
    rejected: count('rejected'),
    unknown: count('unknown'),
    total: attempts.length,
  }
}

/** A wrong command is one sentence, perhaps with a hint after it, exit 2, and nothing was played. */
async function refusalOf(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await place.run(args)
  expect([code, stdout]).toEqual([2, ''])
  const [sentence = '', ...rest] = stderr.trimEnd().split('\n')
  expect(rest.filter((line) => line !== '(see --help for what is allowed)')).toEqual([])
  expect(stderr).not.toContain('accounts created')
  expect(place.leftovers()).toEqual([])
  return sentence
}

describe('the files of a run', () => {
  test('say what the result says: every attempt, every latency, and the result itself', async () => {
    const files = ['-o', 'result.json', '--record', 'attempts.ndjson', '--hdr', 'latency.hgrm']
    const { code, stdout } = await place.run([...quick, '--retry', 'immediate', '--repeat', '2', ...files, '--json'])
    const result = readResult(stdout)
    expect(code).toBe(0)
    expect(fileText('result.json')).toBe(stdout)

    const { header, playings } = readRecord('attempts.ndjson')
    const { id, seed, startedAt } = result.run
    expect(header).toMatchObject({ type: 'run', schema: 'bookload.history/v1', id, seed, startedAt, scenario: 'quick' })
    expect(playings.map(({ round }) => [round['name'], round['repetition']])).toEqual([
      ['five-seats', 1],
      ['five-seats', 2],
    ])
    for (const [index, { round, attempts }] of playings.entries()) {
      const played = result.rounds[index]
      expect(round).toMatchObject({ type: 'round', users: 10, attempts: played?.attempts.total })
      expect(round['event']).toMatchObject({ id: played?.event.id, capacity: 5, available: 5 })
      expect(tally(attempts)).toEqual(played?.attempts)
      // Nobody stops before the five seats are sold, so some tried again and had a second key.
      expect(attempts.length).toBeGreaterThan(10)
      const booked = attempts.filter(({ outcome }) => outcome === 'booked')
      expect(new Set(booked.map(({ reference }) => reference))).toEqual(
        new Set(played?.winners.map(({ reference }) => reference)),
      )
    }
    const all = playings.flatMap(({ attempts }) => attempts)
    const operations = playings.flatMap(({ attempts }, index) =>
      attempts.map(({ user, operation }) => `${index} ${String(user)} ${String(operation)}`),
    )
    expect(new Set(all.map(({ key }) => key)).size).toBe(new Set(operations).size)
    for (const { key, account, plannedUs, sentUs, endedUs } of all) {
      expect(String(key)).toContain(id)
      expect(account).toMatch(/./)
      expect([plannedUs, sentUs, endedUs].every(Number.isFinite)).toBe(true)
      expect(Number(endedUs)).toBeGreaterThan(Number(sentUs))
    }

    const distributions = fileText('latency.hgrm').split(/^(?=# )/m)
    expect(distributions.map((text) => text.split('\n')[0])).toEqual(
      [1, 2].flatMap((playing) => [
        `# five-seats ${playing}: latency in ms from the planned moment`,
        `# five-seats ${playing}: latency in ms from the send`,
      ]),
    )
    const counted = distributions.map((text) => Number(/Total count +=\s+(\d+)\]/.exec(text)?.[1]))
    expect(counted).toEqual(result.rounds.flatMap(({ latency }) => [latency.count, latency.count]))
    expect(place.leftovers()).toEqual([])
  })

  test('a record names accounts and no token, although it was handed tokens', async () => {
    await place.run(['seed', '--users', '10', '--out', 'users.json'])
    const users: readonly { id: string; token: string }[] = JSON.parse(fileText('users.json'))
    expect(users).toHaveLength(10)
    const { code } = await place.run([...quick, '--users-file', 'users.json', '--record', 'a.ndjson', '--quiet'])
    expect(code).toBe(0)
    const attempts = readRecord('a.ndjson').playings.flatMap((playing) => playing.attempts)
    expect(new Set(attempts.map(({ account }) => account))).toEqual(new Set(users.map(({ id }) => id)))
    const text = fileText('a.ndjson')
    for (const { token } of users) {
      expect(token.length).toBeGreaterThan(20)
      expect(text).not.toContain(token)
      // Its signature alone would be no token, yet nothing that a record needs.
      expect(text).not.toContain(token.split('.').at(-1))
    }
    expect(text).not.toMatch(/bearer|"token"/i)
  })

  test('a file of an earlier run is replaced, not added to', async () => {
    writeFileSync(place.path('a.ndjson'), 'of an earlier run\n'.repeat(100_000))
    await place.run(['run', 'quick', '--record', 'a.ndjson', '--quiet'])
    expect(readRecord('a.ndjson').playings).toHaveLength(1)
  })

  describe('a disk that is full by the end costs no result', () => {
    const complaint = 'bookload: /dev/full: it cannot be written: the disk is full\n'

    test.each(['--record', '--hdr', '-o'])('%s: exit 2 where everything held', async (flag) => {
      const { code, stdout, stderr } = await place.run([...quick, flag, '/dev/full', '--json', '--quiet'])
      expect(readResult(stdout).verdict.pass).toBe(true)
      expect([code, stderr]).toEqual([2, complaint])
    })

    test('and exit 1 where something did not, since that is graver', async () => {
      const missed = ['--expect', 'winners == 10']
      const { code, stdout, stderr } = await place.run([
        ...quick,
        ...missed,
        '--record',
        '/dev/full',
        '--json',
        '--quiet',
      ])
      expect(readResult(stdout).verdict.pass).toBe(false)
      expect([code, stderr]).toEqual([1, complaint])
    })
  })

  test.each([
    ['-o', '--hdr', '--output and --hdr'],
    ['-o', '--record', '--output and --record'],
    ['--hdr', '--record', '--hdr and --record'],
    ['--db', '-o', '--db and --output'],
    ['--users-file', '--record', '--users-file and --record'],
  ])('%s and %s cannot be one file', async (one, other, both) => {
    const complaint = await refusalOf(['run', 'quick', one, 'file.json', other, './file.json'])
    expect(complaint).toBe(`bookload: ${both} both name ./file.json; allowed is a file each`)
    expect(existsSync(place.path('file.json'))).toBe(false)
  })

  test('paths that lead to one file by a link are one file', async () => {
    writeFileSync(place.path('file.json'), 'kept')
    mkdirSync(place.path('folder'))
    symlinkSync('file.json', place.path('soft.json'))
    linkSync(place.path('file.json'), place.path('hard.json'))
    symlinkSync('folder', place.path('linked'))
    for (const [one, other] of [
      ['file.json', 'soft.json'],
      ['hard.json', 'file.json'],
      ['soft.json', 'hard.json'],
      ['folder/new.json', 'linked/new.json'],
    ] as const) {
      expect(await refusalOf(['run', 'quick', '-o', one, '--record', other])).toBe(
        `bookload: --output and --record both name ${other}; allowed is a file each`,
      )
    }
    expect(fileText('file.json')).toBe('kept')
    expect(existsSync(place.path('folder/new.json'))).toBe(false)
  })

  describe('a run does not write over the scenario that it plays', () => {
    const text = 'name: sale\ndescription: one\nusers: 2\nrounds: [{ name: one, capacity: 1, seats: 1 }]\n'
    beforeEach(() => {
      writeFileSync(place.path('sale.yaml'), text)
      symlinkSync('sale.yaml', place.path('link.yaml'))
    })

    test.each([
      ['-o', '--output'],
      ['--record', '--record'],
      ['--hdr', '--hdr'],
      ['--users-file', '--users-file'],
      ['--db', '--db'],
    ])('by %s', async (flag, name) => {
      for (const file of ['sale.yaml', './sale.yaml', place.path('sale.yaml'), 'link.yaml']) {
        expect(await refusalOf(['run', 'sale.yaml', flag, file])).toBe(
          `bookload: the scenario and ${name} both name ${file}; allowed is a file each`,
        )
      }
      expect(fileText('sale.yaml')).toBe(text)
    })

    test("and the name of one in the library is no file of the operator's", async () => {
      expect(await place.run([...quick, '-o', 'quick', '--quiet'])).toMatchObject({ code: 0, stderr: '' })
      expect(readResult(fileText('quick')).verdict.pass).toBe(true)
    })
  })

  test.each(['--record', '--hdr', '-o'])('%s onto a read-only file is refused, and the file kept', async (flag) => {
    writeFileSync(place.path('kept.json'), 'kept', { mode: 0o444 })
    expect(await refusalOf(['run', 'quick', flag, 'kept.json'])).toBe(
      'bookload: kept.json: it cannot be written: this file is read-only',
    )
    expect(fileText('kept.json')).toBe('kept')
  })

  test.each(['--record', '--hdr', '-o'])(
    '%s into no folder, or onto one, is said before anything is played',
    async (flag) => {
      mkdirSync(place.path('folder'))
      expect(await refusalOf(['run', 'quick', flag, 'none/file'])).toBe(
        'bookload: none/file: it cannot be written: there is no such file or folder',
      )
      expect(await refusalOf(['run', 'quick', flag, 'folder'])).toBe(
        'bookload: folder: it cannot be written: this is a folder; allowed is a file',
      )
    },
  )
})

describe('--arrivals', () => {
  /** Ten users come like this. @returns when each attempt was to be sent, in milliseconds after the first, ascending */
  async function plannedMs(arrivals: string, ...flags: readonly string[]): Promise<readonly number[]> {
    const args = ['run', 'quick', '--arrivals', arrivals, '--record', 'a.ndjson', ...flags, '--json']
    const { code, stdout } = await place.run(args)
    // Whoever comes one by one may meet nobody to race with, which is inconclusive and no fault.
    expect([0, 3]).toContain(code)
    const [round] = readResult(stdout).rounds
    const attempts = readRecord('a.ndjson').playings.flatMap((playing) => playing.attempts)
    expect(attempts).toHaveLength(round?.attempts.total ?? 0)
    expect(new Set(attempts.map(({ user }) => user)).size).toBe(10)
    return attempts.map((attempt) => Number(attempt['plannedUs']) / 1000).toSorted((a, b) => a - b)
  }

  const everyTwentyMs = [0, 20, 40, 60, 80, 100, 120, 140, 160, 180]

  test('waves come an interval apart, of equal size to within one user', async () => {
    const times = await plannedMs('waves:3/50ms')
    const sizes = [0, 50, 100].map((ms) => times.filter((time) => time === ms).length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBe(1)
  })

  test('a ramp brings users faster and faster', async () => {
    const times = await plannedMs('ramp:200ms')
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(times).toHaveLength(10)
    expect(gaps).toEqual(gaps.toSorted((a, b) => b - a))
    expect(gaps.at(-1)).toBeGreaterThan(0)
    expect(times.at(-1)).toBeLessThan(200)
  })

  test('a rate is a schedule', async () => {
    expect(await plannedMs('rate:50/200ms')).toEqual(everyTwentyMs)
  })

  test('which two threads keep together', async () => {
    expect(await plannedMs('rate:50/200ms', '--threads', '2')).toEqual(everyTwentyMs)
  })

  test('a loop goes on until its time is over', async () => {
    const times = await plannedMs('loop:200ms')
    expect(times.length).toBeGreaterThan(10)
    expect(times.filter((time) => time === 0)).toHaveLength(10)
  })

  test.each([
    ['wave:3/50ms'],
    ['waves:1/50ms'],
    ['waves:3'],
    ['ramp'],
    ['ramp:0s'],
    ['rate:0/1s'],
    ['rate:50'],
    ['loop:61m'],
    ['loop:3/1s'],
    ['burst:1s'],
    [''],
  ])('%j is refused with what is allowed', async (arrivals) => {
    expect(await refusalOf(['run', 'quick', '--arrivals', arrivals])).toBe(
      `bookload: option '--arrivals <how>' argument '${arrivals}' is invalid. Allowed is burst, waves:5/200ms, ramp:10s, rate:500/30s or loop:60s, with 2 to 1,000 waves, 1 to 100,000 users a second and 1ms to 60m.`,
    )
  })

  test.each([
    ['waves:20/1s', [], /10 users cannot come in 20 waves; allowed is at most a wave a user/],
    ['rate:100000/2s', [], /100000 a second for 2s come to 200,000 users; allowed is at most 100,000/],
    ['rate:50/200ms', ['--users', '5'], /come to 10 users, and users is 5; allowed is 10, or leaving users out/],
  ])('%s with %j makes no sense, and is refused with the flags to change', async (arrivals, flags, complaint) => {
    const sentence = await refusalOf(['run', 'quick', '--arrivals', arrivals, ...flags])
    expect(sentence).toMatch(complaint)
    expect(sentence).toMatch(/\(see --users and --arrivals\)$/)
  })
})

describe('--threads and --http2', () => {
  test.each([[['--threads', '2']], [['--http2']], [['--http2', '--threads', '2']]])(
    '%j: every attempt of every user comes home and is recorded',
    async (flags) => {
      const args = [...quick, '--retry', 'immediate', ...flags, '--record', 'a.ndjson', '--json']
      const { code, stdout } = await place.run(args)
      const [round] = readResult(stdout).rounds
      const [playing] = readRecord('a.ndjson').playings
      expect(code).toBe(0)
      expect(round?.outcomes).toMatchObject({ booked: 5, soldOut: 5 })
      expect(tally(playing?.attempts ?? [])).toEqual(round?.attempts)
      expect(new Set(playing?.attempts.map(({ user }) => user)).size).toBe(10)
    },
  )

  test.each(['0', '65', '1.5', '-1', 'two', ''])('--threads %j is refused with what is allowed', async (threads) => {
    expect(await refusalOf(['run', 'quick', '--threads', threads])).toBe(
      `bookload: option '--threads <n>' argument '${threads}' is invalid. Allowed is auto or a whole number from 1 to 64.`,
    )
  })
})
