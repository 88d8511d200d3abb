import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import { renderSummaryLine } from '../../src/report/summary-line.ts'
import { aResult, failedResult, httpResult, naiveResult, partialResult, repeatedResult } from '../builders/result.ts'

const style = { chalk: new Chalk({ level: 0 }), width: 300 }

test.each([
  [
    aResult(),
    'HELD  real-users · 300 users · 9 booked · 591 conflicts · 0 oversold · seed 20250601 · every rule held in 2 rounds',
  ],
  [
    naiveResult(),
    'VIOLATED  real-users · 1 rule was violated in ten-seats: no-oversell; 2 expectations missed: winners == 1 and oversold == 0 · 300 users · 30 booked · 0 conflicts · 290 oversold · seed 20250601',
  ],
  [
    repeatedResult(),
    'MISSED  real-users · no rule was violated, but 1 expectation missed: p(95) < 20ms · 300 users · 3 booked · 897 conflicts · 0 oversold · seed 20250601',
  ],
  [
    httpResult(),
    'INCONCLUSIVE  real-users · 1 rule could not be judged in sell-out: no-oversell · 300 users · 8 booked · 292 conflicts · seed 20250601',
  ],
  [
    partialResult(),
    'INCONCLUSIVE  real-users · every rule held in 1 round, but the run was not carried through · partial: interrupted · 300 users · 1 booked · 299 conflicts · 0 oversold · seed 20250601',
  ],
  [
    failedResult(),
    'INCONCLUSIVE  real-users · every rule held in 1 round, but the run was not carried through · failure: the server stopped answering: connect ECONNREFUSED 127.0.0.1:40123 · 300 users · 1 booked · 299 conflicts · 0 oversold · seed 20250601',
  ],
])('a run is one line, %#', (result, line) => {
  expect(renderSummaryLine(result, style)).toBe(`${line}\n`)
})

test('a narrow terminal keeps the verdict and loses the end', () => {
  expect(renderSummaryLine(naiveResult(), { ...style, width: 60 })).toBe(
    'VIOLATED  real-users · 1 rule was violated in ten-seats: no…\n',
  )
})
