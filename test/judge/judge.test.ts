import { describe, expect, test } from 'vitest'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { judge } from '../../src/judge/judge.ts'
import type { Level, Rule, Ruling } from '../../src/judge/rule.ts'
import { allRules } from '../../src/judge/rules/all.ts'
import { held, idle, inconclusive, unseen, violated } from '../../src/judge/ruling.ts'
import { roundFrom } from '../builders/round.ts'

const facts = roundFrom({ history: 'user outcome\n 0 conflict' })
const ruleThat = (id: string, check: () => Ruling): Rule => ({
  id,
  statement: `${id} is so`,
  needs: 'answers',
  uses: 'answers',
  check,
})

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

const isBlind = ruleThat('is-blind', () => unseen('there is nothing to see'))

test.each([
  ['held', [isBlind, holds]],
  ['inconclusive', [isBlind, doubts, holds]],
  ['violated', [isBlind, accuses]],
  ['inconclusive', [isBlind, isBlind]],
])('what the target never shows weighs nothing, but for where there is nothing else: %s', (ruling, rules) => {
  expect(judge(facts, rules).ruling).toBe(ruling)
})

test('a rule that fails has proved nothing, and the others are heard', () => {
  expect(judge(facts, [fails, holds]).invariants).toEqual([
    {
      id: 'fails',
      statement: 'fails is so',
      status: 'inconclusive',
      level: 'answers',
      detail: 'the rule itself failed: a table without legs',
      isIdle: false,
      evidence: [],
    },
    {
      id: 'holds',
      statement: 'holds is so',
      status: 'held',
      level: 'answers',
      detail: 'all well',
      isIdle: false,
      evidence: [],
    },
  ])
})

test('a rule that nothing happened for holds, and says so', () => {
  const [ruling] = judge(facts, [ruleThat('rests', () => idle('nobody came'))]).invariants
  expect(ruling).toMatchObject({ status: 'held', isIdle: true, detail: 'nobody came' })
})

describe('the level at which a rule ran', () => {
  const needing = (needs: Level, uses: Level): Rule => ({ ...ruleThat('r', () => held('all well')), needs, uses })
  const unversioned = roundFrom({ history: 'user outcome\n 0 conflict', ledger: 'version kind account\n 0 booked u0' })
  const versioned = roundFrom({ history: 'user outcome\n 0 booked', ledger: 'version kind account\n 2 booked u0' })
  const counted = roundFrom({ history: 'user outcome\n 0 conflict', closing: { available: 9 } })
  const ledgerless = { ...facts, ledger: { unavailable: 'locked' } }

  test.each<[string, RoundFacts, Rule, Level | null, string]>([
    ['what it uses', versioned, needing('answers', 'ledger'), 'ledger', 'all well'],
    ['what there is, where it could use more', unversioned, needing('answers', 'versions'), 'ledger', 'all well'],
    ['what there is, where that is the least', ledgerless, needing('answers', 'versions'), 'answers', 'all well'],
    [
      'none without versions',
      unversioned,
      needing('versions', 'versions'),
      null,
      'the entries of the ledger do not say',
    ],
    ['none without a ledger', ledgerless, needing('ledger', 'versions'), null, 'the ledger could not be read: locked'],
    ['the counter, where only that is there', counted, needing('answers', 'versions'), 'counter', 'all well'],
    ['none with a counter alone', counted, needing('ledger', 'ledger'), null, 'the ledger could not be read'],
    ['none without a counter', facts, needing('counter', 'ledger'), null, 'the ledger could not be read'],
  ])('is %s', (_, round, rule, level, detail) => {
    const [ruling] = judge(round, [rule]).invariants
    expect(ruling).toMatchObject({ level, status: level === null ? 'inconclusive' : 'held' })
    expect(ruling?.detail).toContain(detail)
  })
})

describe('what a rule needs and is not there', () => {
  const needing = (needs: Level): Rule => ({ ...ruleThat('r', () => held('all well')), needs, uses: 'versions' })
  const told = (round: RoundFacts, needs: Level) => judge(round, [needing(needs)]).invariants[0]
  const unversioned = roundFrom({ history: 'user outcome\n 0 conflict', ledger: 'version kind account\n 0 booked u0' })

  test('is never shown by a ledger that is read, and does not say it', () => {
    expect(told(unversioned, 'versions')).toMatchObject({ status: 'inconclusive', isUnseen: true })
  })

  test('may yet be there where a ledger could not be read', () => {
    const unread = { ...facts, ledger: { unavailable: 'locked' } }
    expect(told(unread, 'ledger')).toMatchObject({ status: 'inconclusive' })
    expect(told(unread, 'ledger')).not.toHaveProperty('isUnseen')
  })

  test('is not said of a rule that ruled', () => {
    expect(told(unversioned, 'ledger')).toMatchObject({ status: 'held' })
    expect(told(unversioned, 'ledger')).not.toHaveProperty('isUnseen')
  })
})

test('a ledger of which some entries say their version is one of versions', () => {
  const ledger = 'version kind account\n 2 booked u0\n 0 booked u1'
  const rule = { ...holds, uses: 'versions' as const }
  expect(judge(roundFrom({ history: 'user outcome\n 0 conflict', ledger }), [rule]).invariants).toMatchObject([
    { level: 'versions' },
  ])
})

test('facts that cannot be joined silence only the rules that need them joined', () => {
  const torn = {
    ...roundFrom({ history: 'user outcome\n 0 conflict', ledger: 'version kind account\n 2 booked u0' }),
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

describe('what a target by its nature does not show', () => {
  const needsVersions: Rule = { ...holds, id: 'ordered', needs: 'versions', uses: 'versions' }
  const ofLedger: Rule = { ...holds, id: 'kept', needs: 'ledger', uses: 'ledger' }
  const ledger = 'version kind account\n 0 booked u0'

  test('is named, and weighs nothing beside what the ledger shows', () => {
    const judgement = judge(roundFrom({ history: 'user outcome\n 0 conflict', ledger }), [needsVersions, ofLedger])
    expect(judgement).toMatchObject({
      ruling: 'held',
      invariants: [
        { id: 'ordered', status: 'inconclusive', isUnseen: true },
        { id: 'kept', status: 'held' },
      ],
    })
  })

  test('is inconclusive for want of a ledger, which might have shown it', () => {
    const judgement = judge(roundFrom({ history: 'user outcome\n 0 conflict' }), [needsVersions, holds])
    expect(judgement.ruling).toBe('inconclusive')
    expect(judgement.invariants[0]).not.toHaveProperty('isUnseen')
  })

  test('does not make a round held of which nothing else was judged', () => {
    expect(judge(roundFrom({ history: 'user outcome\n 0 conflict', ledger }), [needsVersions]).ruling).toBe(
      'inconclusive',
    )
  })
})
