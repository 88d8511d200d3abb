import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import type { RoundResult } from '../../src/report/result.ts'
import { renderTable } from '../../src/report/table.ts'
import { aResult } from '../builders/result.ts'

const arrivals = { count: 300, spreadMs: 14.62, p50Ms: 6.1, p90Ms: 13 }

const generator = {
  cpuMs: 61.2,
  busyShare: 0.784,
  eventLoopDelayP99Ms: 2.1,
  sends: { count: 300, spreadMs: 4.1, p50Ms: 2, p90Ms: 3.7 },
  lateSends: 0,
  saturated: false,
}

/** The report of a run whose tool stood up to it like this. */
function reportOn(tool: RoundResult['generator'], level: 0 | 1 = 0): string {
  const result = aResult()
  const rounds = result.rounds.map((round) => ({ ...round, generator: tool }))
  return renderTable({ ...result, rounds }, { chalk: new Chalk({ level }), width: 160 })
}

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

const suspicion = 'it was the bottleneck: the latencies include its own delay'
const toolLine = (report: string) => report.split('\n').find((line) => line.startsWith('tool'))

test('what the tool itself used is said, and no more where that was nothing to speak of', () => {
  expect(toolLine(reportOn(generator))).toBe('tool    CPU 61.2 ms · busy 78 % of the time')
})

test('where it was the bottleneck it says so, and why', () => {
  const saturated = { ...generator, busyShare: 0.973, lateSends: 1204, saturated: true }
  expect(toolLine(reportOn(saturated))).toBe(
    `tool    CPU 61.2 ms · busy 97 % of the time · 1,204 attempts sent late · ${suspicion}`,
  )
})

test('a few late sends are counted, and the latencies are not doubted for them', () => {
  expect(toolLine(reportOn({ ...generator, lateSends: 1 }))).toBe(
    'tool    CPU 61.2 ms · busy 78 % of the time · 1 attempt sent late',
  )
})

test('only a doubt has a colour', () => {
  const yellow = '\u001B[33m'
  const coloured = (tool: typeof generator) =>
    reportOn(tool, 1)
      .split('\n')
      .find((line) => line.includes('CPU 61.2 ms'))
  expect(coloured({ ...generator, saturated: true })).toContain(yellow)
  expect(coloured(generator)).not.toContain(yellow)
})

test('results of earlier versions do not say how the tool stood up', () => {
  expect(toolLine(reportOn(undefined))).toBeUndefined()
})
