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

/** Versions may be as far apart as timestamps, and a look may show one from before the opening. */
const steps = fc.array(
  fc
    .record({
      slot: fc.oneof(fc.integer({ min: -3, max: 6 }), fc.constantFrom(1_000, 1_790_000_000_000)),
      isWrite: fc.boolean(),
      fromUs: fc.nat(9),
      lasts: fc.nat(3),
    })
    .map(({ lasts, ...step }) => ({ ...step, untilUs: step.fromUs + lasts })),
  { maxLength: 12 },
)

test('whatever the versions are, the sweep finds every operation that began too late, and no other', () => {
  fc.assert(
    fc.property(steps, (all) => {
      expect(new Set(lateOf(all))).toEqual(new Set(lateByPairs(all)))
    }),
    { numRuns: cases(2000) },
  )
})
