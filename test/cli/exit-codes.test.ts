import { describe, expect, test } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit-codes.ts'
import type { RoundResult } from '../../src/report/result.ts'
import {
  aControl,
  aResult,
  aRun,
  failedResult,
  naiveResult,
  partialResult,
  sellOut,
  weakResult,
} from '../builders/result.ts'

type Verdict = RoundResult['verdict']

function withVerdict(changes: Partial<Verdict>) {
  const round = sellOut()
  return aResult({ rounds: [{ ...round, verdict: { ...round.verdict, ...changes } }] })
}

describe('exitCodeOf', () => {
  test('0 where everything held', () => {
    expect(exitCodeOf(aResult())).toBe(0)
  })

  test('1 where a rule was violated, even where the run then broke off', () => {
    expect(exitCodeOf(naiveResult())).toBe(1)
    expect(exitCodeOf({ ...naiveResult(), run: aRun({ failure: 'the embedded server ended' }) })).toBe(1)
  })

  test('1 where an expectation was missed, even beside a rule that could not tell', () => {
    const missed = [{ expression: 'winners == 9', actual: 8, pass: false }]
    expect(exitCodeOf(withVerdict({ pass: false, expectations: missed }))).toBe(1)
    expect(exitCodeOf(withVerdict({ pass: false, ruling: 'inconclusive', expectations: missed }))).toBe(1)
  })

  test('3 where a rule could not tell, or an expectation not be measured', () => {
    expect(exitCodeOf(withVerdict({ pass: false, ruling: 'inconclusive', expectations: [] }))).toBe(3)
    const unmeasured = [{ expression: 'oversold == 0', actual: null, pass: false }]
    expect(exitCodeOf(withVerdict({ pass: false, ruling: 'inconclusive', expectations: unmeasured }))).toBe(3)
  })

  test('3 where the run broke off', () => {
    expect(exitCodeOf(failedResult())).toBe(3)
  })

  test('130 where it was interrupted, whatever was known by then', () => {
    expect(exitCodeOf(partialResult())).toBe(130)
    expect(exitCodeOf({ ...naiveResult(), run: aRun({ partial: true }) })).toBe(130)
  })

  test('the same whatever a control caught', () => {
    expect(exitCodeOf({ ...aResult(), control: aControl() })).toBe(0)
    expect(exitCodeOf(weakResult())).toBe(0)
    expect(exitCodeOf({ ...naiveResult(), control: aControl() })).toBe(1)
  })

  test('3 instead of 0 where a control was asked for and not played, 130 where it was interrupted', () => {
    const failed = aControl({ rounds: [], failure: 'the embedded server ended' })
    expect(exitCodeOf({ ...aResult(), control: failed })).toBe(3)
    expect(exitCodeOf({ ...naiveResult(), control: failed })).toBe(1)
    expect(exitCodeOf({ ...aResult(), control: aControl({ partial: true }) })).toBe(130)
  })
})
