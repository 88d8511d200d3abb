import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { controlBlock } from '../../src/report/control-block.ts'
import { renderSummaryLine } from '../../src/report/summary-line.ts'
import { weakness } from '../../src/report/weakness.ts'
import { aControl, aResult, confidentResult, httpResult, naiveResult, weakResult } from '../builders/result.ts'

const style = { chalk: new Chalk({ level: 0 }), width: 1000 }

test('each round says how often it caught the control, and by what', () => {
  expect(controlBlock(confidentResult(), style)).toEqual([
    'control     ten-seats: the naive strategy was caught in 27 of 30 rounds (90 %, 74.4 to 96.5 % at 95 %), by no-oversell and version-chain',
    'control     sell-out: the naive strategy was caught in 30 of 30 rounds (100 %, 88.6 to 100 % at 95 %), by conservation',
  ])
})

test("beside a target of one's own it is said whose naive strategy it was", () => {
  expect(controlBlock(weakResult('http'), style)[0]).toBe(
    "control     ten-seats: the embedded server's naive strategy, by the same burst, was caught in 0 of 30 rounds (0 %, 0 to 11.4 % at 95 %)",
  )
})

test.each([
  [aControl({ rounds: [], partial: true }), 'control     interrupted; this covers what had happened by then'],
  [
    aControl({ rounds: [], failure: 'the embedded server ended by SIGKILL' }),
    'control     not carried through: the embedded server ended by SIGKILL',
  ],
])('a control that broke off says why, %#', (control, line) => {
  const result = confidentResult(control)
  expect(controlBlock(result, style)).toEqual([line])
  expect(weakness(result)).toBeNull()
})

test('a run without a control has no word of one', () => {
  expect(controlBlock(aResult(), style)).toEqual([])
})

describe('a burst that misses the control', () => {
  test('makes a clean verdict weak, and more of what the operator can change makes it stronger', () => {
    expect(weakness(weakResult())).toEqual({
      finding:
        'that nothing was found means little: the naive strategy, which oversells, was caught in none of 30 playings of ten-seats and only 4 of 30 playings of sell-out',
      remedy:
        'a longer processing time (--processing), more users (--users) and more playings (--repeat) give a race more chances to show itself',
    })
    // How long a booking takes is not ours to say there.
    expect(weakness(weakResult('http'))?.remedy).toBe(
      'more users (--users) and more playings (--repeat) give a race more chances to show itself',
    )
  })

  test.each([
    [14, true],
    [15, false],
    [30, false],
  ])('which it does in more than half of its playings: caught in %i of 30', (caught, isWeak) => {
    const [round] = aControl().rounds
    const control = aControl({ rounds: round ? [{ ...round, caught }] : [] })
    expect(weakness(confidentResult(control)) !== null).toBe(isWeak)
  })

  test('says nothing against a verdict that found something all the same', () => {
    expect(weakness({ ...naiveResult(), control: weakResult().control })).toBeNull()
  })
})

describe('in one line', () => {
  test('the control has a word', () => {
    expect(renderSummaryLine(confidentResult(), style)).toContain(' oversold · control caught in 57 of 60 rounds · ')
    expect(renderSummaryLine(httpResult(), style)).not.toContain('control')
  })

  test('a weak verdict says so before all figures', () => {
    expect(renderSummaryLine(weakResult(), style)).toMatch(
      /^HELD {2}real-users · weak: that nothing was found means little: .* of sell-out · 300 users · /,
    )
  })
})
