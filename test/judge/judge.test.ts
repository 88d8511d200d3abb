import { expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import type { Rule, Ruling } from '../../src/judge/rule.ts'
import { allRules } from '../../src/judge/rules/all.ts'
import { held, inconclusive, violated } from '../../src/judge/ruling.ts'
import { roundFrom } from '../builders/round.ts'

const facts = roundFrom({ history: 'user outcome\n 0 conflict' })
const ruleThat = (id: string, check: () => Ruling): Rule => ({ id, statement: `${id} is so`, check })

const holds = ruleThat('holds', () => held('all well'))
const doubts = ruleThat('doubts', () => inconclusive('too dark to see'))
const accuses = ruleThat('accuses', () => violated('caught', [{ claim: 'user 1 did it', attempts: [], entries: [] }]))
const fails = ruleThat('fails', () => {
  throw new Error('a table without legs')
})

test.each([
  ['held', [holds, holds]],
  ['inconclusive', [holds, doubts, holds]],
  ['violated', [doubts, accuses, holds]],
  ['inconclusive', [holds, fails]],
  ['violated', [fails, accuses]],
  ['inconclusive', []],
])('the gravest ruling counts: %s', (ruling, rules) => {
  expect(judge(facts, rules).ruling).toBe(ruling)
})

test('a rule that fails has proved nothing, and the others are heard', () => {
  expect(judge(facts, [fails, holds]).invariants).toEqual([
    {
      id: 'fails',
      statement: 'fails is so',
      status: 'inconclusive',
      detail: 'the rule itself failed: a table without legs',
      evidence: [],
    },
    { id: 'holds', statement: 'holds is so', status: 'held', detail: 'all well', evidence: [] },
  ])
})

test('facts that cannot be joined silence only the rules that need them joined', () => {
  const torn = {
    ...facts,
    accountOf: () => {
      throw new Error('no such user')
    },
  }
  const ruling = new Map(judge(torn).invariants.map(({ id, status, detail }) => [id, `${status}: ${detail}`]))
  expect(ruling.get('acked-durable')).toBe('inconclusive: the rule itself failed: no such user')
  expect(ruling.get('accounted')).toMatch(/^held/)
})

test('evidence is for violations alone', () => {
  expect(judge(facts, [accuses]).invariants[0]?.evidence).toHaveLength(1)
  expect(judge(facts, [doubts]).invariants[0]?.evidence).toEqual([])
})

test('every rule has an id of its own and a statement of one sentence', () => {
  expect(new Set(allRules.map(({ id }) => id)).size).toBe(allRules.length)
  for (const { statement } of allRules) expect(statement).toMatch(/^[A-Z][^.]*\.$/)
})

test('a round without a ledger is never held', () => {
  expect(judge(facts).ruling).toBe('inconclusive')
})
