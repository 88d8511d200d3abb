import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trialsForUnder, upperLimitOfNone, wilsonInterval } from '../../src/judge/interval.ts'
import { uniform } from '../../src/plan/random.ts'

describe('none seen', () => {
  // Jovanovic and Levy 1997: 3/n is a good stand-in for the exact limit.
  test.each([
    [30, 9.5],
    [300, 1],
    [3000, 0.1],
  ])('in %i trials: under %d %%', (trials, percent) => {
    expect(upperLimitOfNone(trials) * 100).toBeCloseTo(percent, 1)
  })

  test('in one trial says next to nothing', () => {
    expect(upperLimitOfNone(1)).toBeCloseTo(0.95, 12)
  })

  test('the rule of three lies above the exact limit, and closer the more trials there are', () => {
    const excess = [10, 30, 100, 1000, 10_000].map((trials) => 3 / trials / upperLimitOfNone(trials) - 1)
    expect(excess).toEqual(excess.toSorted((a, b) => b - a))
    expect(excess.at(0)).toBeLessThan(0.16)
    expect(excess.at(-1)).toBeGreaterThan(0)
    expect(excess.at(-1)).toBeLessThan(0.002)
  })

  test('in ever more trials is ever less, and always what was chosen: seeing none at the limit has a chance of 5 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (trials) => {
        const limit = upperLimitOfNone(trials)
        expect((1 - limit) ** trials).toBeCloseTo(0.05, 9)
        expect(upperLimitOfNone(trials + 1)).toBeLessThan(limit)
      }),
    )
  })

  test.each([
    [0.5, 5],
    [0.1, 29],
    [0.05, 59],
    [0.01, 299],
    [0.001, 2995],
  ])('to say under %d takes %i trials, and no fewer do', (share, trials) => {
    expect(trialsForUnder(share)).toBe(trials)
    expect(upperLimitOfNone(trials)).toBeLessThanOrEqual(share)
    expect(upperLimitOfNone(trials - 1)).toBeGreaterThan(share)
  })
})

describe("Wilson's interval", () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is the published one', (hits, trials, low, high) => {
    const interval = wilsonInterval(hits, trials)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('where all were hits, all remains possible, to the last bit', () => {
    for (let trials = 1; trials <= 100; trials++) expect(wilsonInterval(trials, trials).high).toBe(1)
  })

  const counts = fc
    .integer({ min: 1, max: 5000 })
    .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)))

  test('holds the share that was seen, and stays within none and all', () => {
    fc.assert(
      fc.property(counts, ([hits, trials]) => {
        const { low, high } = wilsonInterval(hits, trials)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(hits / trials)
        expect(high).toBeGreaterThanOrEqual(hits / trials)
        expect([low === 0, high === 1]).toEqual([hits === 0, hits === trials])
      }),
    )
  })

  test('is the same for hits and misses, turned round', () => {
    fc.assert(
      fc.property(counts, ([hits, trials]) => {
        const [of, against] = [wilsonInterval(hits, trials), wilsonInterval(trials - hits, trials)]
        expect(against.low).toBeCloseTo(1 - of.high, 12)
        expect(against.high).toBeCloseTo(1 - of.low, 12)
      }),
    )
  })

  test('narrows with ever more trials', () => {
    fc.assert(
      fc.property(counts, ([hits, trials]) => {
        const width = ({ low, high }: { low: number; high: number }) => high - low
        expect(width(wilsonInterval(hits * 2, trials * 2))).toBeLessThan(width(wilsonInterval(hits, trials)))
      }),
    )
  })
})

const experiments = 4000

/** In how many of the experiments, each of `trials` seeded draws, the claim made of the hits was right. */
function shareRight(truth: number, trials: number, isRight: (hits: number) => boolean): number {
  const seed = Math.round(truth * 1e6)
  let right = 0
  for (let experiment = 0; experiment < experiments; experiment++) {
    let hits = 0
    for (let trial = 0; trial < trials; trial++) if (uniform(seed, trials, experiment, trial) < truth) hits++
    if (isRight(hits)) right++
  }
  return right / experiments
}

describe('in seeded experiments whose truth is known', () => {
  // A share estimated from 4,000 experiments strays by 0.0035 once in three times, where the truth is 0.95.
  test.each([
    [5, 0.45],
    [30, 0.0951],
    [100, 0.0296],
  ])('the limit of none seen in %i trials is wrong in no more than 1 of 20', (trials, truth) => {
    // The truth lies a hair above the limit, where the claim is wrong as often as it can be.
    expect(upperLimitOfNone(trials)).toBeCloseTo(truth, 2)
    const right = shareRight(upperLimitOfNone(trials) + 1e-6, trials, (hits) => hits > 0)
    expect(right).toBeGreaterThan(0.938)
    expect(right).toBeLessThan(0.962)
  })

  test.each([10, 30, 100])("Wilson's interval of %i trials holds the truth in about 19 of 20", (trials) => {
    // With few trials the number of hits is coarse, so it is more for some truths and less for others.
    const truths = Array.from({ length: 37 }, (_, index) => 0.05 + index * 0.025)
    const shares = truths.map((truth) =>
      shareRight(truth, trials, (hits) => {
        const { low, high } = wilsonInterval(hits, trials)
        return low <= truth && truth <= high
      }),
    )
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    expect(Math.min(...shares)).toBeGreaterThan(0.9)
    expect(mean).toBeGreaterThan(0.945)
    expect(mean).toBeLessThan(0.96)
  })
})
