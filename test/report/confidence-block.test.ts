import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import { confidenceBlock } from '../../src/report/confidence-block.ts'
import type { ConfidenceSection } from '../../src/report/confidence-section.ts'
import type { Result } from '../../src/report/result.ts'
import { aResult, sellOut, streamResult } from '../builders/result.ts'

const style = { chalk: new Chalk({ level: 0 }), width: 1000 }

function linesOf(changes: Partial<ConfidenceSection[number]>, result: Result = aResult({ rounds: [sellOut()] })) {
  const confidence = [
    {
      round: 'sell-out',
      playings: 30,
      trials: 30,
      violated: 0,
      leftOut: { interrupted: 0, notContended: 0, inconclusive: 0 },
      share: { low: 0, high: 0.0950339, level: 0.95, method: 'exact' as const },
      spreadMs: 9.04,
      ...changes,
    },
  ]
  return confidenceBlock({ ...result, confidence }, style)
}

test('clean rounds leave a share open, and what it takes to leave little is said', () => {
  expect(linesOf({})).toEqual([
    'confidence  sell-out: 0 violations in 30 contended rounds: under 9.5 % of such rounds, at 95 %, for this burst (spread 9.04 ms) · under 1 % takes 299 rounds without one',
  ])
})

test('with enough of them no more are asked for', () => {
  const share = { low: 0, high: 0.009969, level: 0.95, method: 'exact' as const }
  expect(linesOf({ playings: 300, trials: 300, share })).toEqual([
    'confidence  sell-out: 0 violations in 300 contended rounds: under 1 % of such rounds, at 95 %, for this burst (spread 9.04 ms)',
  ])
})

test('where some were violated, their share is told with its interval', () => {
  const share = { low: 0.0346, high: 0.25621, level: 0.95, method: 'wilson' as const }
  expect(linesOf({ violated: 3, share })).toEqual([
    'confidence  sell-out: 3 of 30 rounds violated: 10 % (3.5 to 25.6 % of such rounds at 95 %), for this burst (spread 9.04 ms)',
  ])
})

test('what does not count is told, and where nothing does, nothing follows', () => {
  const leftOut = { interrupted: 1, notContended: 2, inconclusive: 0 }
  expect(linesOf({ trials: 27, leftOut })[0]).toMatch(
    / · 3 left out: 2 not contended and 1 interrupted$|1 interrupted and 2 not contended$/,
  )
  expect(linesOf({ playings: 3, trials: 0, leftOut, share: null, spreadMs: null })).toEqual([
    'confidence  sell-out: none of 3 playings counts, so nothing follows · 3 left out: 1 interrupted and 2 not contended',
  ])
})

test('users who do not come in one burst have no spread', () => {
  const { rounds, scenario } = streamResult()
  expect(linesOf({ spreadMs: null }, aResult({ rounds, scenario }))[0]).toContain('at 95 %, for these arrivals · ')
})

test('one playing says next to nothing, so nothing is said', () => {
  expect(linesOf({ playings: 1, trials: 1, share: { low: 0, high: 0.95, level: 0.95, method: 'exact' } })).toEqual([])
  expect(confidenceBlock(aResult(), style)).toEqual([])
})
