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
    readonly retries: object
    readonly spread: object
  }
}

const mostMb = 200

/** Every fourth attempt is rejected and every fifth has no answer, but the last of every tenth user, which books. */
const shapes = [
  { each: 50, users: 20_000, booked: 2000, unknown: 198_000 },
  { each: 10, users: 100_000, booked: 10_000, unknown: 190_000 },
]

test.each(shapes)(
  `a million attempts, $each each by $users users, are recorded and summed up within ${mostMb} MB`,
  async ({ each, users, booked, unknown }) => {
    const program = join(import.meta.dirname, 'record-million.js')
    const { stdout } = await promisify(execFile)(process.execPath, [program, `${each}`, `${users}`])
    const { recorded, summary, grownMb }: Report = JSON.parse(stdout)
    expect(recorded).toBe(1_000_000)
    expect(grownMb, `the process grew by ${Math.round(grownMb)} MB`).toBeLessThan(mostMb)
    // Nobody sums up a million attempts for less than their columns take, so this would be no measurement.
    expect(grownMb, `the process grew by only ${Math.round(grownMb)} MB`).toBeGreaterThan(42)

    // What was summed up is the whole of what was recorded.
    expect(summary.attempts).toMatchObject({ booked, conflict: 600_000, rejected: 200_000, unknown })
    expect(summary.users).toMatchObject({ booked, unknown: users - booked })
    expect(summary.reasons).toEqual([
      { outcome: 'rejected', status: 422, reason: 'CLOSED', attempts: 200_000 },
      { outcome: 'unknown', status: 0, reason: 'timeout', attempts: unknown },
    ])
    expect(summary.sent).toMatchObject({ count: 1_000_000 - unknown })
    expect(summary.planned).toMatchObject({ count: 1_000_000 - unknown })
    expect(summary.retries).toMatchObject({
      attemptsPerUser: { mean: each, p50: each, max: each },
      timeToSuccess: { count: booked },
      gaveUp: users - booked,
    })
    expect(summary.spread).toMatchObject({ count: users })
  },
)
