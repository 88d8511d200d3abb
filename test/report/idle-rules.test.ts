import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import { verdictBlock } from '../../src/report/verdict-block.ts'
import type { RoundResult } from '../../src/report/result.ts'

const rule = (id: string, isIdle?: boolean): RoundResult['verdict']['invariants'][number] => ({
  id,
  status: 'held',
  statement: '',
  detail: `what ${id} found`,
  ...(isIdle === undefined ? {} : { isIdle }),
  evidence: [],
})

const linesOf = (...invariants: RoundResult['verdict']['invariants']): readonly string[] =>
  verdictBlock({ invariants, expectations: [] }, { chalk: new Chalk({ level: 0 }), width: 100 })

test('rules that nothing happened for share a line below those that say something', () => {
  expect(linesOf(rule('first', true), rule('second', false), rule('third'), rule('fourth', true))).toEqual([
    '✓ held  second        what second found',
    '✓ held  third         what third found',
    '✓ held  2 rules more  nothing happened for first, fourth',
  ])
})

test('where something happened for every rule, there is no such line', () => {
  expect(linesOf(rule('first', false)).join()).not.toContain('more')
})
