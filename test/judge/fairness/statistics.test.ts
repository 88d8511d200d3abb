import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomialAtMost } from '../../../src/judge/fairness/binomial.ts'
import { holmAdjusted } from '../../../src/judge/fairness/holm.ts'
import { MarkedBalls, type Urn } from '../../../src/judge/fairness/hypergeometric.ts'
import { logChoose, logFactorial } from '../../../src/judge/fairness/log-factorial.ts'
import { normalQuantile } from '../../../src/judge/fairness/normal.ts'
import { wilsonInterval } from '../../../src/judge/fairness/wilson.ts'
import { cases } from '../../builders/cases.ts'

const choose = (n: number, k: number): number => {
  if (k < 0 || k > n) return 0
  let ways = 1n
  for (let i = 1n; i <= BigInt(k); i++) ways = (ways * (BigInt(n) - i + 1n)) / i
  return Number(ways)
}

test('factorials are those that were multiplied out', () => {
  let exact = 0
  for (let n = 1; n <= 500; n++) {
    exact += Math.log(n)
    expect(logFactorial(n)).toBeCloseTo(exact, 8)
  }
  expect(logFactorial(0)).toBe(0)
  expect([logChoose(5, 0), logChoose(5, 5)]).toEqual([0, 0])
  expect(Math.exp(logChoose(52, 5))).toBeCloseTo(2_598_960, 2)
})

describe('marked balls out of an urn', () => {
  const urns: fc.Arbitrary<Urn> = fc
    .integer({ min: 1, max: 60 })
    .chain((balls) => fc.record({ balls: fc.constant(balls), marked: fc.nat(balls), drawn: fc.nat(balls) }))

  test('every number of them comes as often as it should', () => {
    const points = 4000
    fc.assert(
      fc.property(urns, (urn) => {
        const { balls, marked, drawn } = urn
        const sampled = new Float64Array(balls + 1)
        const source = new MarkedBalls(urn)
        // Evenly spread instead of random, so that every frequency is right to within a few points.
        for (let point = 0; point < points; point++) {
          const taken = source.sample((point + 0.5) / points)
          sampled[taken] = (sampled[taken] ?? 0) + 1 / points
        }
        for (let taken = 0; taken <= balls; taken++) {
          const exact = (choose(marked, taken) * choose(balls - marked, drawn - taken)) / choose(balls, drawn)
          expect(Math.abs((sampled[taken] ?? 0) - exact)).toBeLessThan(3 / points)
        }
      }),
      { numRuns: cases(400) },
    )
  })

  test('a number beyond the sum of all chances, as it was rounded, is drawn as one that is possible', () => {
    const last = 1 - Number.EPSILON / 2
    fc.assert(
      fc.property(urns, (urn) => {
        const taken = new MarkedBalls(urn).sample(last)
        expect(choose(urn.marked, taken) * choose(urn.balls - urn.marked, urn.drawn - taken)).toBeGreaterThan(0)
      }),
    )
  })

  test('stays right for large urns, by its mean and its variance', () => {
    const source = new MarkedBalls({ balls: 20_000, marked: 3000, drawn: 10_000 })
    const samples = Array.from({ length: 4000 }, (_, point) => source.sample((point + 0.5) / 4000))
    const mean = samples.reduce((sum, taken) => sum + taken, 0) / samples.length
    const variance = samples.reduce((sum, taken) => sum + (taken - mean) ** 2, 0) / samples.length
    expect(mean).toBeCloseTo(1500, 0)
    expect(variance / 637.53).toBeCloseTo(1, 1)
  })
})

test.each([
  [0.5, 0],
  [0.8, 0.8416],
  [0.975, 1.96],
  [0.995, 2.5758],
  [0.9995, 3.2905],
  [0.025, -1.96],
])('a normal variable lies with the chance %d below %d', (probability, value) => {
  expect(Math.abs(normalQuantile(probability) - value)).toBeLessThan(0.0005)
})

test("Wilson's interval is that of the textbook example, and keeps within 0 and 1", () => {
  const [least, most] = wilsonInterval(0.1, 20, 1.96)
  expect([least.toFixed(4), most.toFixed(4)]).toEqual(['0.0279', '0.3010'])
  expect(wilsonInterval(0, 10, 1.96)[0]).toBe(0)
  expect(wilsonInterval(1, 10, 1.96)[1]).toBe(1)
  expect(wilsonInterval(0.3, Infinity, 1.96)).toEqual([0.3, 0.3])
})

test('the chance of at most so many successes is summed exactly', () => {
  expect(binomialAtMost(0, { trials: 44, chance: 0.1 })).toBeCloseTo(0.9 ** 44, 12)
  expect(binomialAtMost(2, { trials: 4, chance: 0.5 })).toBeCloseTo(11 / 16, 12)
  expect(binomialAtMost(9, { trials: 4, chance: 0.5 })).toBeCloseTo(1, 9)
})

describe('Holm', () => {
  test('multiplies the smallest by how many there are, the next by one less, and never lets a larger one come out smaller', () => {
    expect(holmAdjusted([0.02, 0.01, 0.03])).toEqual([0.04, 0.03, 0.04])
    expect(holmAdjusted([0.6, 0.7])).toEqual([1, 1])
    expect(holmAdjusted([])).toEqual([])
  })

  test('is never more lenient than no correction, nor stricter than that of Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (values) => {
        for (const [index, adjusted] of holmAdjusted(values).entries()) {
          const value = values[index] ?? 0
          expect(adjusted).toBeGreaterThanOrEqual(value)
          expect(adjusted).toBeLessThanOrEqual(Math.max(...values.map((p) => Math.min(1, p * values.length))))
        }
      }),
    )
  })
})
