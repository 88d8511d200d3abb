import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { cases } from '../builders/cases.ts'
import { factsOf } from '../builders/draft-round.ts'
import { clearRounds, honestRounds, placeKeepingRounds } from '../builders/honest-round.ts'

test.each([
  ['was lost, cut off, late or out of order', honestRounds],
  ['was told again of a place in the queue', placeKeepingRounds],
])('no rule accuses a correct system, whatever %s', (_, rounds) => {
  fc.assert(
    fc.property(rounds, (round) => {
      const accusations = judge(factsOf(round)).invariants.filter(({ status }) => status === 'violated')
      expect(accusations).toEqual([])
    }),
    { numRuns: cases(2000) },
  )
})

test('where every answer arrived, every rule is sure', () => {
  fc.assert(
    fc.property(clearRounds, (round) => {
      const unsure = judge(factsOf(round)).invariants.filter(({ status }) => status !== 'held')
      // Whether anybody raced is up to the round.
      expect(unsure.filter(({ id }) => id !== 'contended')).toEqual([])
    }),
    { numRuns: cases(1000) },
  )
})
