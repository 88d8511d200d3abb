import { expect, test } from 'vitest'
import { brokenIn, reachOf, type Lacks } from '../../src/judge/reach.ts'
import { allRules } from '../../src/judge/rules/all.ts'
import { roundFrom } from '../builders/round.ts'

const everything: Lacks = { queue: null, keys: null, cancel: null, look: null, conflict: null, owners: null }
const history = `
  user outcome reference version
  0    booked  A1        2`

const lackOf = (reached: ReturnType<typeof reachOf>, id: string) => reached.rules.find((rule) => rule.id === id)

test('a target that tells everything can be ruled on by every rule', () => {
  const facts = roundFrom({ history, ledger: `version reference account available\n 2 A1 u0 9`, keyed: true })
  const reached = reachOf(facts, everything)
  expect(reached).toMatchObject({ level: 'versions', canHold: true })
  expect(reached.rules).toHaveLength(allRules.length)
  expect(reached.rules.filter(({ lack }) => lack !== null)).toEqual([])
})

test('what cannot happen leaves its rules nothing to rule on, with the reason', () => {
  const facts = roundFrom({ history, ledger: `version reference account available\n 2 A1 u0 9` })
  const reached = reachOf(facts, { ...everything, queue: 'no queue', cancel: 'no cancel', owners: 'nobody is named' })
  expect(reached.rules.flatMap(({ id, lack }) => (lack === null ? [] : [[id, lack]]))).toEqual([
    ['no-double-booking', 'no queue'],
    ['returned-once', 'no cancel'],
    ['ownership', 'no cancel'],
    ['waitlist-order', 'no queue'],
    ['queue-places', 'no queue'],
    ['no-idle-seat', 'no queue'],
  ])
})

test.each<[keyof Lacks, readonly string[]]>([
  ['queue', ['no-double-booking', 'waitlist-order', 'queue-places', 'no-idle-seat']],
  ['keys', ['one-effect-per-key', 'replay-fidelity']],
  ['cancel', ['returned-once', 'ownership']],
  ['owners', ['ownership']],
  ['look', ['read-freshness']],
  ['conflict', ['spurious-conflict']],
])('without %s these have nothing to accuse of: %s', (means, ids) => {
  const facts = roundFrom({ history, ledger: `version reference account available\n 2 A1 u0 9`, keyed: true })
  const lacking = reachOf(facts, { ...everything, [means]: 'there is none' }).rules.filter(({ lack }) => lack !== null)
  expect(lacking.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted())
  for (const { lack, mayAccuse } of lacking) expect([lack, mayAccuse]).toEqual(['there is none', false])
})

test('a ledger without versions rules on no order, and still accuses of refusals that were never right', () => {
  const facts = roundFrom({ history, ledger: `reference account\n A1 u0` })
  const reached = reachOf(facts, everything)
  expect(reached).toMatchObject({ level: 'ledger', canHold: true })
  expect(lackOf(reached, 'version-chain')).toMatchObject({ mayAccuse: false, lack: expect.stringContaining('version') })
  expect(lackOf(reached, 'real-time-order')).toMatchObject({ level: null, mayAccuse: false })
  expect(lackOf(reached, 'justified-refusal')).toMatchObject({ level: 'ledger', mayAccuse: true })
  expect(lackOf(reached, 'acked-durable')).toMatchObject({ level: 'ledger', lack: null })
})

test('where seats may be held on the way, what was left is told for certain by nobody', () => {
  const facts = roundFrom({ history, ledger: `version reference account available\n 2 A1 u0 9`, keyed: true })
  const reached = reachOf({ ...facts, mayHold: true }, everything)
  expect(reached).toMatchObject({ level: 'versions', canHold: true })
  const open = reached.rules.filter(({ lack }) => lack !== null)
  expect(open.map(({ id }) => id)).toEqual(['read-freshness', 'justified-refusal'])
  for (const { lack, mayAccuse } of open) {
    expect([lack, mayAccuse]).toEqual(['an earlier step of a booking may hold seats, of which no entry tells', true])
  }
})

test('where a hold installed a version, the chain can be broken all the same', () => {
  const ledger = `version reference account available\n 2 A1 u0 9`
  const facts = roundFrom({ history, ledger, keyed: true, closing: { version: 3 } })
  const lack = expect.stringMatching(/^no version was installed twice, /)
  expect(lackOf(reachOf({ ...facts, mayHold: true }, everything), 'version-chain')).toMatchObject({
    lack,
    mayAccuse: true,
  })
  const unversioned = roundFrom({ history, ledger: 'reference account\n A1 u0' })
  const reached = reachOf({ ...unversioned, mayHold: true }, everything)
  expect(lackOf(reached, 'version-chain')).toMatchObject({ mayAccuse: false })
})

test('without a ledger nothing can be held, and what users were told can accuse', () => {
  const reached = reachOf(roundFrom({ history, closing: { available: 9 } }), everything)
  expect(reached).toMatchObject({ level: 'counter', canHold: false })
  expect(lackOf(reached, 'acked-durable')).toMatchObject({ level: null, mayAccuse: false })
  expect(lackOf(reached, 'sources-agree')).toMatchObject({ level: 'counter', mayAccuse: true })
  expect(reached.rules.every(({ lack }) => lack !== null)).toBe(true)
  expect(reachOf(roundFrom({ history, closing: null }), everything).level).toBe('answers')
})

test('one user alone breaks no rule, unless something was misread', () => {
  const ledger = `version reference account available\n 2 A1 u0 9`
  expect(brokenIn(roundFrom({ history, ledger }))).toEqual([])
  const misread = roundFrom({ history, ledger: `version reference account available\n 2 A1 u0 8` })
  expect(brokenIn(misread).map(({ id }) => id)).toContain('conservation')
})
