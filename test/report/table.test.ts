import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { stripVTControlCharacters } from 'node:util'
import type { Result } from '../../src/report/result.ts'
import { renderTable } from '../../src/report/table.ts'
import {
  aResult,
  alternatingResult,
  confidentResult,
  failedResult,
  httpResult,
  naiveResult,
  partialResult,
  repeatedResult,
  retryResult,
  streamResult,
  weakResult,
  unfairResult,
} from '../builders/result.ts'

const results = {
  'real-users-held': aResult(),
  'naive-violated': naiveResult(),
  'alternating-tokens': alternatingResult(),
  retry: retryResult(),
  stream: streamResult(),
  'http-target': httpResult(),
  partial: partialResult(),
  failed: failedResult(),
  repeated: repeatedResult(),
  confident: confidentResult(),
  'weak-control': weakResult(),
  unfair: unfairResult(),
}

describe.each(Object.entries(results))('%s', (name, result) => {
  test.each([80, 160])('reads well at %i columns', async (width) => {
    const text = renderTable(result, { chalk: new Chalk({ level: 0 }), width })
    await expect(text).toMatchFileSnapshot(`../golden/table-${name}-${width}.txt`)
  })

  test('says in colour what it says in plain text', () => {
    const painted = renderTable(result, { chalk: new Chalk({ level: 3 }), width: 80 })
    const plain = renderTable(result, { chalk: new Chalk({ level: 0 }), width: 80 })
    expect(painted).not.toBe(plain)
    expect(stripVTControlCharacters(painted)).toBe(plain)
  })
})

test('a scenario of an unknown shape costs the report a few words, not more', () => {
  const text = renderTable(aResult({ scenario: {} }), { chalk: new Chalk({ level: 0 }), width: 80 })
  expect(text).toContain('unnamed scenario')
  expect(text).toContain('10 seats · 300 users · 41.3 ms')
})

test('of a repeated round the first playing is shown in full, and the first of each way of not having held', () => {
  const text = renderTable(repeatedResult(), { chalk: new Chalk({ level: 0 }), width: 80 })
  expect(text.match(/^ten-seats \d(?= {2}10 seats)/gm)).toEqual(['ten-seats 1', 'ten-seats 2', 'ten-seats 3'])
})

const planned = (...said: Parameters<typeof streamResult>): boolean =>
  renderTable(streamResult(...said), { chalk: new Chalk({ level: 0 }), width: 80 }).includes('from planned')

test('latency from the planned moment is shown where it is another story than from the send', () => {
  const waves = { pattern: 'waves', waves: 3, intervalMs: 50 } as const
  const loop = { pattern: 'loop', durationMs: 3000 } as const
  expect(planned({ pattern: 'rate', perSecond: 100, durationMs: 3000 }, 15.1)).toBe(true)
  expect(planned({ pattern: 'ramp', durationMs: 3000 }, 15.1)).toBe(true)
  expect([planned(waves, 15.1), planned(waves, 15.5), planned(waves, 42.9)]).toEqual([false, false, true])
  expect([planned(loop, 15.1), planned(loop, 42.9)]).toEqual([false, true])
  expect(planned({ pattern: 'burst' }, 42.9)).toBe(false)
})

test.each<[Parameters<typeof streamResult>[0], string]>([
  [{ pattern: 'waves', waves: 5, intervalMs: 200 }, 'in 5 waves, 200 ms apart'],
  [{ pattern: 'ramp', durationMs: 10_000 }, 'ever faster for 10.0 s'],
  [{ pattern: 'rate', perSecond: 1000, durationMs: 500 }, '1,000 users a second for 500 ms'],
  [{ pattern: 'loop', durationMs: 60_000 }, 'again and again for 60.0 s'],
])('%o is said of its round', (arrivals, words) => {
  const text = renderTable(streamResult(arrivals), { chalk: new Chalk({ level: 0 }), width: 120 })
  expect(text).toContain(`300 users want 1 each · ${words} · 3.0 s`)
})

test('what retries cost is told where users retry, and only there', () => {
  const text = (result: Result) => renderTable(result, { chalk: new Chalk({ level: 0 }), width: 160 })
  expect(text(retryResult())).toMatch(
    /tries +42\.4 attempts a user \(p50 41, max 97\) · booked after .* · 0 users gave up/,
  )
  expect(text(streamResult())).not.toMatch(/^ *tries /m)
})

test('text from a server cannot steer the terminal', () => {
  const result = naiveResult()
  const [winner] = result.rounds[0]?.winners ?? []
  if (winner) winner.reference = '\u001B[2J\u001B]0;owned\u0007EVT\r\nHELD'
  const text = renderTable(result, { chalk: new Chalk({ level: 0 }), width: 80 })
  expect(text).not.toMatch(/[^\P{C}\n]/u)
  expect(text).toContain('EVT  HELD')
})
