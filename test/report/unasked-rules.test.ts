import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import type { RoundResult } from '../../src/report/result.ts'
import { verdictBlock } from '../../src/report/verdict-block.ts'

type Invariant = RoundResult['verdict']['invariants'][number]

const unasked = (id: string, detail: string): Invariant => ({
  id,
  status: 'inconclusive',
  statement: '',
  level: null,
  detail,
  evidence: [],
})

const linesOf = (...invariants: readonly Invariant[]): readonly string[] =>
  verdictBlock({ invariants: [...invariants], expectations: [] }, { chalk: new Chalk({ level: 0 }), width: 120 })

test('what keeps several rules from ruling is told once, with their names', () => {
  const doubtful: Invariant = { ...unasked('third', 'it was dark'), level: 'answers' }
  expect(linesOf(unasked('first', 'no ledger'), doubtful, unasked('second', 'no ledger'))).toEqual([
    '? inconclusive  third    it was dark',
    '? inconclusive  2 rules  no ledger; this leaves open first, second',
  ])
})

test('a rule that alone lacks something keeps its name, and different lacks stay apart', () => {
  expect(linesOf(unasked('first', 'no ledger'), unasked('second', 'no versions'))).toEqual([
    '? inconclusive  first   no ledger',
    '? inconclusive  second  no versions',
  ])
})
