import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { factsOf } from '../builders/draft-round.ts'
import { clearRounds, honestRounds } from '../builders/honest-round.ts'

test('no rule accuses a correct system, whatever was lost, cut off, late or out of order', () => {
  fc.assert(
    fc.property(honestRounds, (round) => {
      const accusations = judge(factsOf(round)).invariants.filter(({ status }) => status === 'violated')
      expect(accusations).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('where every answer arrived, every rule is sure', () => {
  fc.assert(
    fc.property(clearRounds, (round) => {
      const unsure = judge(factsOf(round)).invariants.filter(({ status }) => status !== 'held')
      // Whether anybody raced is up to the round.
      expect(unsure.filter(({ id }) => id !== 'contended')).toEqual([])
    }),
    { numRuns: 1000 },
  )
})
