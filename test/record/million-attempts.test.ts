import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

interface Report {
  readonly recorded: number
  /** By how much the process peaked over what it had when it began, in megabytes. */
  readonly grownMb: number
  readonly summary: {
    readonly attempts: object
    readonly users: object
    readonly reasons: readonly object[]
    readonly sent: object
    readonly planned: object
    readonly retries: { readonly attemptsPerUser: object; readonly gaveUp: number }
    readonly spread: object
  }
}

const mostMb = 200

test(`a million attempts, fifty each by 20,000 users, are recorded and summed up within ${mostMb} MB`, async () => {
  const program = join(import.meta.dirname, 'record-million.js')
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  const { recorded, summary, grownMb }: Report = JSON.parse(stdout)
  expect(recorded).toBe(1_000_000)
  expect(grownMb, `the process grew by ${Math.round(grownMb)} MB`).toBeLessThan(mostMb)
  // Nobody sums up a million attempts for less than their columns take, so this would be no measurement.
  expect(grownMb, `the process grew by only ${Math.round(grownMb)} MB`).toBeGreaterThan(42)

  // What was summed up is the whole of what was recorded.
  expect(summary.attempts).toMatchObject({ booked: 2000, conflict: 920_000, rejected: 40_000, unknown: 38_000 })
  expect(summary.users).toMatchObject({ booked: 2000, unknown: 18_000 })
  expect(summary.reasons).toEqual([
    { outcome: 'rejected', status: 422, reason: 'CLOSED', attempts: 40_000 },
    { outcome: 'unknown', status: 0, reason: 'timeout', attempts: 38_000 },
  ])
  expect(summary.sent).toMatchObject({ count: 962_000 })
  expect(summary.planned).toMatchObject({ count: 962_000 })
  expect(summary.retries).toMatchObject({ attemptsPerUser: { mean: 50, max: 50 }, gaveUp: 18_000 })
  expect(summary.spread).toMatchObject({ count: 20_000 })
})
