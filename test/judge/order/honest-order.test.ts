import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../src/judge/judge.ts'
import { justifiedRefusal } from '../../../src/judge/rules/justified-refusal.ts'
import { readFreshness } from '../../../src/judge/rules/read-freshness.ts'
import { realTimeOrder } from '../../../src/judge/rules/real-time-order.ts'
import { spuriousConflict } from '../../../src/judge/rules/spurious-conflict.ts'
import { cases } from '../../builders/cases.ts'
import { factsOf } from '../../builders/draft-round.ts'
import { honestRounds, placeKeepingRounds } from '../../builders/honest-round.ts'

test.each([
  ['every place is a new one', honestRounds],
  ['a place in the queue is told of again, whoever made it', placeKeepingRounds],
])('no order is found wrong in a correct system where %s', (_, rounds) => {
  let sure = 0
  fc.assert(
    fc.property(rounds, (round) => {
      const rules = [realTimeOrder, readFreshness, justifiedRefusal, spuriousConflict]
      const { invariants } = judge(factsOf(round), rules)
      expect(invariants.filter(({ status }) => status === 'violated')).toEqual([])
      sure += invariants.filter(({ status }) => status === 'held').length
    }),
    { numRuns: cases(2000) },
  )
  expect(sure).toBeGreaterThan(cases(2000))
})
