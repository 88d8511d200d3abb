import fc from 'fast-check'
import { expect, test } from 'vitest'
import { laneChart, type Lane } from '../../src/report/lane-chart.ts'
import { textWidth } from '../../src/report/text-width.ts'

const lane = (name: string, fromMs: number, untilMs: number): Lane => ({ name, fromMs, untilMs })

test('what overlapped is seen to overlap, on one scale', () => {
  expect(laneChart([lane('user 17', 0, 10), lane('user 203', 5, 20), lane('user 4', 20, 20)], 31)).toEqual([
    'user 17   ├─────────┤',
    'user 203       ├──────────────┤',
    'user 4                        │',
    '          0 ms          20.0 ms',
  ])
})

test('one lane alone, or a terminal without room, has no chart', () => {
  expect(laneChart([lane('user 1', 0, 10)], 80)).toEqual([])
  expect(laneChart([lane('user 1', 0, 10), lane('user 2', 1, 2)], 19)).toEqual([])
  expect(laneChart([lane('user 1', 0, 10), lane('user 2', 1, 2)], 20)).toHaveLength(3)
})

test('what took no time at all has a place', () => {
  expect(laneChart([lane('a', 3, 3), lane('b', 3, 3)], 40).slice(0, 2)).toEqual(['a  │', 'b  │'])
})

const instant = fc.double({ min: 0, max: 1e5, noNaN: true })

test('no line is wider than the terminal, whatever it shows', () => {
  const lanes = fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }), fromMs: instant, untilMs: instant }))
  fc.assert(
    fc.property(lanes, fc.nat(120), (drawn, width) => {
      for (const line of laneChart(drawn.map(inOrder), width)) expect(textWidth(line)).toBeLessThanOrEqual(width)
    }),
  )
})

test('who began earlier never stands to the right of who began later', () => {
  const lanes = fc.array(fc.record({ name: fc.constant('u'), fromMs: instant, untilMs: instant }), { minLength: 2 })
  fc.assert(
    fc.property(lanes, fc.integer({ min: 20, max: 120 }), (drawn, width) => {
      const inTime = drawn.map(inOrder).toSorted((a, b) => a.fromMs - b.fromMs)
      const begins = laneChart(inTime, width)
        .slice(0, -1)
        .map((line) => line.search(/[├│]/))
      expect(begins).toHaveLength(inTime.length)
      expect(begins).toEqual(begins.toSorted((a, b) => a - b))
    }),
  )
})

const inOrder = ({ name, fromMs, untilMs }: Lane): Lane =>
  lane(name, Math.min(fromMs, untilMs), Math.max(fromMs, untilMs))
