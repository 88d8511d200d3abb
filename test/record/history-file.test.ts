import { mkdtemp, readFile, rm } from 'node:fs/promises'
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
    event,
    users: attempts,
    history: recorder.history(),
    accountOf: (user: number) => userId(`u${user}`),
    keyOf: (user: number, operation: number) => `k-${user}-${operation}`,
  }
}

test('a file holds a line for the run, one for the round and one for each attempt', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bookload-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'history.ndjson')
  const file = new HistoryFile(path, run)
  await file.add(roundOf(5000))
  await file.close()
  const lines = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(lines).toHaveLength(5002)
  expect(lines[0]).toEqual({ type: 'run', schema: 'bookload.history/v1', ...run })
  expect(lines[1]).toMatchObject({ type: 'round', name: 'one', attempts: 5000, users: 5000 })
  expect(lines[2]).toMatchObject({
    user: 0,
    account: 'u0',
    key: 'k-0-0',
    sentUs: 1.3,
    outcome: 'unknown',
    cause: 'timeout',
  })
  expect(lines.at(-1)).toMatchObject({ user: 4999, outcome: 'booked', reference: 'EVT-1', seats: 2, version: 7 })
})

test('a full disk is told of at the end, and stops nothing before it', async () => {
  const file = new HistoryFile('/dev/full', run)
  await file.add(roundOf(5000))
  await expect(file.close()).rejects.toThrow('/dev/full: it cannot be written: the disk is full')
})
