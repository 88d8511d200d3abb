import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { eventId, reference, userId } from '../../src/booking/event.ts'
import { HistoryFile } from '../../src/record/history-file.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'

const run = { id: 'r', bookload: '0', scenario: 's', seed: 1, startedAt: '2026-01-01T00:00:00.000Z' }
const event = { id: eventId('e'), name: 'e', capacity: 5, available: 5, version: 1, waitlist: false }

function roundOf(attempts: number) {
  const recorder = new HistoryRecorder()
  const times = { plannedUs: 0, sentUs: 1.26, endedUs: 1000 }
  for (let user = 0; user < attempts - 1; user++) {
    recorder.add({
      user,
      attempt: 1,
      operation: 0,
      ...times,
      status: 0,
      outcome: { kind: 'unknown', cause: 'timeout' },
    })
  }
  const outcome = { kind: 'booked', reference: reference('EVT-1'), seats: 2, version: 7 } as const
  recorder.add({ user: attempts - 1, attempt: 1, operation: 0, ...times, status: 201, outcome })
  return {
    name: 'one',
    repetition: 1,
    opening: event,
    ledger: { unavailable: 'nobody kept one' },
    closing: { unavailable: 'nobody looked' },
    history: recorder.history(),
    reads: [],
    cancellations: [],
    planned: { users: attempts, seatsOf: () => 2 },
    launchedAttempts: attempts + 1,
    quietMs: 0,
    lateMs: 0,
    interrupted: false,
    accountOf: (user: number) => userId(`u${user}`),
    keyOf: (user: number, operation: number) => `k-${user}-${operation}`,
  }
}

async function pathOf(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bookload-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, name)
}

async function linesOf(path: string): Promise<readonly unknown[]> {
  const text = await readFile(path, 'utf8')
  expect(text.endsWith('\n')).toBe(true)
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

test('a file holds a line for the run, one for the round, one for each attempt and one for the ledger', async () => {
  const path = await pathOf('history.ndjson')
  const file = new HistoryFile(path, run)
  await file.add(roundOf(5000))
  await file.close()
  const lines = await linesOf(path)
  expect(lines).toHaveLength(5003)
  expect(lines[0]).toEqual({ type: 'run', schema: 'bookload.history/v1', ...run })
  expect(lines[1]).toMatchObject({ type: 'round', name: 'one', attempts: 5000, users: 5000, launched: 5001, asked: 2 })
  expect(lines[2]).toMatchObject({
    user: 0,
    account: 'u0',
    key: 'k-0-0',
    sentUs: 1.26,
    outcome: 'unknown',
    cause: 'timeout',
  })
  expect(lines.at(-2)).toMatchObject({ user: 4999, outcome: 'booked', reference: 'EVT-1', seats: 2, version: 7 })
  expect(lines.at(-1)).toEqual({
    type: 'ledger',
    unavailable: 'nobody kept one',
    closing: { unavailable: 'nobody looked' },
    quietMs: 0,
    lateMs: 0,
  })
})

test('the ledger and the looks at the event stand behind the attempts, and the round says how many there are', async () => {
  const path = await pathOf('history.ndjson')
  const file = new HistoryFile(path, run)
  const entry = {
    version: 2,
    kind: 'booked',
    reference: reference('EVT-1'),
    userId: userId('u0'),
    seats: 2,
    available: 3,
    at: '2026-01-01T00:00:00.000Z',
  } as const
  const final = { ...event, available: 3, version: 2 }
  const read = { user: 0, sentUs: 1, endedUs: 2, available: 5, version: null }
  const known = { ledger: { event: final, entries: [entry] }, closing: final, reads: [read] }
  await file.add({ ...roundOf(1), ...known, quietMs: 1200, lateMs: 7 })
  await file.close()
  expect((await linesOf(path)).slice(1)).toMatchObject([
    { type: 'round', attempts: 1, reads: 1, entries: 1 },
    { type: 'attempt', user: 0 },
    { type: 'read', ...read },
    { type: 'entry', ...entry },
    { type: 'ledger', event: final, closing: final, quietMs: 1200, lateMs: 7 },
  ])
})

test('a user who asks for another number of seats than the first is told of where it asked', async () => {
  const path = await pathOf('history.ndjson')
  const file = new HistoryFile(path, run)
  await file.add({ ...roundOf(2), planned: { users: 2, seatsOf: (user) => user + 1 } })
  await file.close()
  const [, round, first, second] = await linesOf(path)
  expect(round).toMatchObject({ asked: 1 })
  expect(first).not.toHaveProperty('asked')
  expect(second).toMatchObject({ user: 1, asked: 2 })
})

test('a full disk is told of at the end, and stops nothing before it', async () => {
  const file = new HistoryFile('/dev/full', run)
  await file.add(roundOf(5000))
  await expect(file.close()).rejects.toThrow('/dev/full: it cannot be written: the disk is full')
})

test('a round follows the one before it, and what the file held before is gone', async () => {
  const path = await pathOf('history.ndjson')
  await writeFile(path, 'of an earlier run\n'.repeat(10_000))
  const file = new HistoryFile(path, run)
  await file.add(roundOf(3))
  await file.add({ ...roundOf(2), name: 'two', keyOf: () => null })
  await file.close()
  expect(await linesOf(path)).toMatchObject([
    { type: 'run' },
    { type: 'round', name: 'one', attempts: 3 },
    { type: 'attempt', user: 0 },
    { type: 'attempt', user: 1 },
    { type: 'attempt', user: 2, key: 'k-2-0' },
    { type: 'ledger' },
    { type: 'round', name: 'two', attempts: 2 },
    { type: 'attempt', user: 0, key: null },
    { type: 'attempt', user: 1, key: null },
    { type: 'ledger' },
  ])
})

test('a run in which no round was played leaves the line for the run', async () => {
  const path = await pathOf('history.ndjson')
  await new HistoryFile(path, run).close()
  expect(await linesOf(path)).toEqual([{ type: 'run', schema: 'bookload.history/v1', ...run }])
})

test('a field is there only where its outcome gives it', async () => {
  const recorder = new HistoryRecorder()
  const attempt = { attempt: 1, operation: 0, plannedUs: 0, sentUs: 1, endedUs: 2 }
  const rejected = { kind: 'rejected', code: 'CLOSED' } as const
  const waitlisted = { kind: 'waitlisted', reference: reference('W-1'), position: 4 } as const
  recorder.add({ ...attempt, user: 0, status: 422, outcome: rejected })
  recorder.add({ ...attempt, user: 1, status: 202, outcome: waitlisted })
  recorder.add({ ...attempt, user: 2, status: 409, outcome: { kind: 'conflict' } })
  const path = await pathOf('history.ndjson')
  const file = new HistoryFile(path, run)
  await file.add({ ...roundOf(1), history: recorder.history() })
  await file.close()
  const common = { type: 'attempt', ...attempt }
  expect((await linesOf(path)).slice(2, -1)).toEqual([
    { ...common, user: 0, account: 'u0', key: 'k-0-0', status: 422, outcome: 'rejected', code: 'CLOSED' },
    {
      ...common,
      user: 1,
      account: 'u1',
      key: 'k-1-0',
      status: 202,
      outcome: 'waitlisted',
      reference: 'W-1',
      position: 4,
    },
    { ...common, user: 2, account: 'u2', key: 'k-2-0', status: 409, outcome: 'conflict' },
  ])
})

test('a file that could not be opened is told of at the end as well', async () => {
  const path = await pathOf('none/history.ndjson')
  const file = new HistoryFile(path, run)
  await file.add(roundOf(5000))
  await expect(file.close()).rejects.toThrow(`${path}: it cannot be written: there is no such file or folder`)
})
