import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { countLateSends, sendSpread } from '../../src/record/sending.ts'

/** Attempts that were to leave and left at these microseconds. */
function sent(...times: readonly (readonly [plannedUs: number, sentUs: number])[]) {
  const recorder = new HistoryRecorder()
  for (const [user, [plannedUs, sentUs]] of times.entries()) {
    const outcome = { kind: 'conflict' } as const
    recorder.add({ user, attempt: 1, operation: 0, plannedUs, sentUs, endedUs: sentUs + 1000, status: 409, outcome })
  }
  return recorder.history()
}

test('the spread is that of the first burst, from its first send', () => {
  const history = sent([0, 500], [0, 100], [0, 1100], [5000, 90_000])
  expect(sendSpread(history)).toEqual({ count: 3, spreadMs: 1, p50Ms: 0.4, p90Ms: 1 })
})

test('one user alone has no spread', () => {
  expect(sendSpread(sent([0, 100]))).toBeNull()
  expect(sendSpread(sent())).toBeNull()
})

test('late is what left more than 10 ms after its time, the first burst left out', () => {
  expect(countLateSends(sent([0, 50_000], [1000, 11_000], [1000, 11_001], [2000, 2100]))).toBe(1)
})

/** Microseconds; whole ones, so that sums of them are exact. */
const upTo = (us: number) => fc.nat(us)

test('half have left before nine in ten, and those before all, whatever the order in which they ended', () => {
  fc.assert(
    fc.property(fc.array(upTo(1_000_000), { minLength: 2, maxLength: 50 }), upTo(1_000_000), (sentUs, laterUs) => {
      const of = (times: readonly number[]) => sendSpread(sent(...times.map((us) => [0, us] as const)))
      const spread = of(sentUs)
      if (spread === null) throw new Error('two who were released together have a spread')
      expect(spread.count).toBe(sentUs.length)
      expect(spread.p50Ms).toBeGreaterThanOrEqual(0)
      expect(spread.p90Ms).toBeGreaterThanOrEqual(spread.p50Ms)
      expect(spread.spreadMs).toBeGreaterThanOrEqual(spread.p90Ms)
      expect(spread.spreadMs).toBe((Math.max(...sentUs) - Math.min(...sentUs)) / 1000)
      // When the gate opened is another matter.
      expect(of(sentUs.toReversed().map((us) => us + laterUs))).toEqual(spread)
    }),
  )
})

test('who was to leave later is no part of the burst, and who was to leave with it is never late', () => {
  const burst = fc.array(upTo(1_000_000).map((sentUs) => [0, sentUs] as const))
  const punctual = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), upTo(10_000)).map(([at, by]) => [at, at + by] as const),
  )
  const late = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 10_001, max: 1_000_000 }))
      .map(([at, by]) => [at, at + by] as const),
  )
  fc.assert(
    fc.property(burst, punctual, late, (together, inTime, behind) => {
      const history = sent(...behind, ...together, ...inTime)
      expect(countLateSends(history)).toBe(behind.length)
      expect(sendSpread(history)).toEqual(sendSpread(sent(...together)))
    }),
  )
})
