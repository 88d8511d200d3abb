import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import type { RoundResult } from '../../src/report/result.ts'
import { renderTable } from '../../src/report/table.ts'
import { aResult } from '../builders/result.ts'

const arrivals = { count: 300, spreadMs: 14.62, p50Ms: 6.1, p90Ms: 13 }

/** The report of a run whose rounds the server watched like this. */
function reportWith(seen: NonNullable<RoundResult['server']>['arrivals']): string {
  const result = aResult()
  const rounds = result.rounds.map((round) => ({
    ...round,
    server: round.server && { ...round.server, arrivals: seen },
  }))
  return renderTable({ ...result, rounds }, { chalk: new Chalk({ level: 0 }), width: 160 })
}

test('how close together the burst came to the server is said where it is known', () => {
  expect(reportWith(arrivals)).toContain('server  300 arrivals within 14.6 ms (p50 6.10 ms, p90 13.0 ms) · CPU')
})

test.each([null, undefined])('and not where it is %s', (unknown) => {
  const report = reportWith(unknown)
  expect(report).toContain('server  CPU')
  expect(report).not.toContain('arrivals within')
})
