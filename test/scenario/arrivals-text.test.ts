import { describe, expect, test } from 'vitest'
import { parseArrivals } from '../../src/scenario/arrivals-text.ts'

describe('parseArrivals', () => {
  test.each([
    ['burst', { pattern: 'burst' }],
    ['waves:5/200ms', { pattern: 'waves', waves: 5, intervalMs: 200 }],
    ['ramp:1.5s', { pattern: 'ramp', durationMs: 1500 }],
    ['rate:500/30s', { pattern: 'rate', perSecond: 500, durationMs: 30_000 }],
    ['loop:2m', { pattern: 'loop', durationMs: 120_000 }],
  ])('reads %s', (text, arrivals) => {
    expect(parseArrivals(text)).toEqual(arrivals)
  })

  test.each([
    '',
    'bursts',
    'burst:',
    'burst:1s',
    'burst:3/1s',
    'waves',
    'waves:5',
    'waves:200ms',
    'waves:1/200ms',
    'waves:1001/1s',
    'waves:2.5/1s',
    'ramp',
    'ramp:10',
    'ramp:0s',
    'ramp:61m',
    'ramp:3/10s',
    'rate:500',
    'rate:500/30',
    'rate:0/30s',
    'rate:100001/1s',
    'rate:5/1s/1s',
    'loop:-1s',
    'Loop:1s',
    ' loop:1s',
  ])('does not guess at "%s"', (text) => {
    expect(parseArrivals(text)).toBeNull()
  })
})
