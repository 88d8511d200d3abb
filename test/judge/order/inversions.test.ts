import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findInversions } from '../../../src/judge/order/inversions.ts'
import { allocateTagged } from '../../../src/judge/order/tagged.ts'
import { cases } from '../../builders/cases.ts'

interface Step {
  readonly slot: number
  readonly isWrite: boolean
  readonly fromUs: number
  readonly untilUs: number
}

/** The operations that began too late. */
function lateOf(steps: readonly Step[]): readonly number[] {
  const tagged = allocateTagged(steps.length)
  for (const [index, { slot, isWrite, fromUs, untilUs }] of steps.entries()) {
    tagged.slot[index] = slot
    tagged.isWrite[index] = isWrite ? 1 : 0
    tagged.fromUs[index] = fromUs
    tagged.untilUs[index] = untilUs
  }
  return findInversions(tagged).map(({ late }) => late)
}

const placeOf = ({ slot, isWrite }: Step): number => slot * 2 + (isWrite ? 0 : 1)

/** The same, found by comparing each operation with every other. */
function lateByPairs(steps: readonly Step[]): readonly number[] {
  return steps.flatMap((one, index) =>
    steps.some((other) => placeOf(other) > placeOf(one) && other.untilUs < one.fromUs) ? index : [],
  )
}

const stepsAt = (slot: fc.Arbitrary<number>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc
      .record({ slot, isWrite: fc.boolean(), fromUs: fc.nat(9), lasts: fc.nat(3) })
      .map(({ lasts, ...step }) => ({ ...step, untilUs: step.fromUs + lasts })),
    { maxLength: 12 },
  )

test.each([
  ['follow each other', fc.integer({ min: 0, max: 6 })],
  ['are of before the opening, too', fc.integer({ min: -3, max: 6 })],
  ['are hardly any but of before the opening', fc.integer({ min: -3, max: 0 })],
  ['are as far apart as timestamps', fc.constantFrom(0, 1, 1_000, 1_790_000_000_000)],
])('where versions %s, the sweep finds every operation that began too late, and no other', (_, slot) => {
  fc.assert(
    fc.property(stepsAt(slot), (steps) => {
      expect(new Set(lateOf(steps))).toEqual(new Set(lateByPairs(steps)))
    }),
    { numRuns: cases(1000) },
  )
})
