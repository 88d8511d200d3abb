import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoundResult } from '../../src/report/result.ts'
import { readResult, roundOf, Workplace } from './bookload.ts'
import { gone } from './process-table.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

const doubleCancel = ['run', 'double-cancel', '--seed', '1']
const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)
const spoken = ({ followUps = [] }: RoundResult) => followUps.map(({ description }) => description)

describe('double-cancel', () => {
  test('is followed up as it says: strangers are turned away, and of eight requests one gives the seat back', async () => {
    const { code, stdout } = await place.run([...doubleCancel, '--record', 'run.ndjson', '--json'])
    expect(code).toBe(0)
    const result = readResult(stdout)
    const round = roundOf(result, 'cancelled-8-times')
    expect(spoken(round)).toEqual([
      'every booking is cancelled by somebody else',
      'every booking is cancelled 8 times at once',
      'everyone books',
    ])
    const [strangers, owners, anew] = round.followUps ?? []
    const none = { cancelled: 0, gone: 0, refused: 0, unknown: 0 }
    expect(strangers?.cancellations).toEqual({ ...none, refused: 40 })
    expect(owners?.cancellations).toEqual({ ...none, cancelled: 40, gone: 280 })
    expect(total(strangers?.bookings ?? {}) + total(owners?.bookings ?? {})).toBe(0)
    expect(anew?.cancellations).toEqual(none)
    expect(total(anew?.bookings ?? {})).toBe(60)
    // What became of the burst is counted apart from what followed it.
    expect(round.outcomes.booked).toBe(40)
    expect(round.winners).toHaveLength(40)
    expect(round.event.soldSeats).toBe(anew?.bookings.booked)
    for (const id of ['ownership', 'returned-once', 'acked-durable']) {
      const ruling = round.verdict.invariants.find((invariant) => invariant.id === id)
      expect(ruling).toMatchObject({ status: 'held', isIdle: false })
    }

    const again = await place.run(['judge', 'run.ndjson', '--json'])
    expect(again.code).toBe(0)
    const judged = roundOf(readResult(again.stdout), 'cancelled-8-times')
    expect(judged.verdict.invariants).toEqual(round.verdict.invariants)
    // A file does not tell what was meant, only what was done.
    expect(spoken(judged)).toEqual([undefined, undefined, undefined])
    const countsOf = ({ followUps = [] }: RoundResult) =>
      followUps.map(({ bookings, cancellations }) => ({ bookings, cancellations }))
    expect(countsOf(judged)).toEqual(countsOf(round))
    expect(readFileSync(place.path('run.ndjson'), 'utf8').match(/^\{"type":"cancel"/gm)).toHaveLength(360)
  })

  test.each(['80', '120'])('is read in lines that begin with `then`, at %s columns', async (columns) => {
    const { code, stdout } = await place.run(doubleCancel, { COLUMNS: columns })
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(Number(columns))
    const begins = lines.flatMap((line, index) => (line.startsWith('then ') ? index : []))
    expect(begins).toHaveLength(3)
    // What does not fit on its line goes on below it, set in.
    const texts = begins.map((begin) => {
      const rest = lines.slice(begin + 1)
      const end = rest.findIndex((line) => !line.startsWith('        '))
      return [lines[begin], ...rest.slice(0, end)].map((line = '') => line.replace(/^then/, '').trim()).join(' ')
    })
    const plain = texts.map((text) => text.replaceAll(/ · /g, ' ').replaceAll(/\s+/g, ' '))
    expect(plain[0]).toMatch(
      /^every booking is cancelled by somebody else 40 cancellations: 40 refused within [\d.]+ m?s$/,
    )
    expect(plain[1]).toMatch(
      /^every booking is cancelled 8 times at once 320 cancellations: 40 cancelled and 280 gone already within [\d.]+ m?s$/,
    )
    expect(plain[2]).toMatch(/^everyone books 60 requests: \d+ booked.* within [\d.]+ m?s$/)
  })
})

test('readers are told of with how often they looked, and what they saw is judged again as it was', async () => {
  const { code, stdout } = await place.run(['run', 'cancel-rebook', '--seed', '1', '--json', '--record', 'run.ndjson'])
  expect(code).toBe(0)
  const round = roundOf(readResult(stdout), 'change-of-mind')
  expect(round.reads).toBeGreaterThan(0)
  const recorded = readFileSync(place.path('run.ndjson'), 'utf8')
  expect(recorded.match(/^\{"type":"read"/gm)).toHaveLength(round.reads ?? 0)
  // A booking takes one step here, however often it is tried.
  expect(recorded).not.toContain('beganUs')
  const again = await place.run(['judge', 'run.ndjson', '--json'])
  const judged = roundOf(readResult(again.stdout), 'change-of-mind')
  expect(judged.verdict.invariants).toEqual(round.verdict.invariants)
  expect(judged.reads).toBe(round.reads)
})

describe('while users are followed up', () => {
  /** Every booking takes three seconds, in the burst and after it. */
  async function midFollowUp() {
    writeFileSync(
      place.path('slow.yaml'),
      [
        'name: slow',
        'description: every booking takes its time',
        'users: 6',
        'server: { processing: 3s, strategy: atomic }',
        'rounds:',
        '  - name: one',
        '    capacity: 20',
        '    seats: 1',
        '    readers: 2',
        '    followUps: [{ cancel: {}, book: { who: everyone } }, { cancel: {} }]',
        '  - { name: two, capacity: 5, seats: 1 }',
      ].join('\n'),
    )
    const started = place.start(['run', 'slow.yaml', '--json', '--record', 'run.ndjson'])
    await started.until('stderr', /one: 6 requests in /)
    await wait(1000)
    const [server] = started.children()
    if (server === undefined) throw new Error('there is no server process')
    return { started, server }
  }

  test('Ctrl-C ends it: what is known is judged and marked partial, and nothing is left', async () => {
    const { started, server } = await midFollowUp()
    started.child.kill('SIGINT')
    const { code, stdout } = await started.end()
    expect(code).toBe(130)
    const result = readResult(stdout)
    expect(result.run.partial).toBe(true)
    expect(result.rounds.map(({ name }) => name)).toEqual(['one'])
    const [round] = result.rounds
    expect(round?.outcomes).toMatchObject({ booked: 6, unknown: 0 })
    // The second follow-up was not begun.
    expect(round?.followUps).toMatchObject([{ cancellations: { cancelled: 6 }, bookings: { unknown: 6 } }])
    expect(round?.verdict.invariants.filter(({ status }) => status === 'violated')).toEqual([])
    await gone(server)
    expect(place.leftovers()).toEqual([])
    const again = await place.run(['judge', 'run.ndjson', '--json'])
    expect(again.code).toBe(3)
    expect(readResult(again.stdout).rounds[0]?.verdict.invariants).toEqual(round?.verdict.invariants)
  })

  test('a server that dies is exit 3, and what is known is printed', async () => {
    const { started, server } = await midFollowUp()
    process.kill(server, 'SIGKILL')
    const { code, stdout } = await started.end()
    expect(code).toBe(3)
    const result = readResult(stdout)
    expect(result.run.failure).toMatch(/the embedded server ended by SIGKILL/)
    expect(result.rounds[0]).toMatchObject({
      outcomes: { booked: 6 },
      followUps: [{ bookings: { unknown: 6 } }],
      event: { soldSeats: null },
    })
    expect(result.verdict).toEqual({ pass: false, ruling: 'inconclusive' })
    expect(place.leftovers()).toEqual([])
  })
})
