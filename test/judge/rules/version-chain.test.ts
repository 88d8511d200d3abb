import { expect, test } from 'vitest'
import { versionChain } from '../../../src/judge/rules/version-chain.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome reference version
  0    booked  A         2
  1    booked  B         3
  2    booked  C         4
`
const ledger = `
  version kind   reference account
  2       booked A         u0
  3       booked B         u1
  4       booked C         u2
`
const claimsOn = (story: Parameters<typeof roundFrom>[0]): readonly string[] =>
  ruleOn(versionChain, roundFrom(story)).evidence.map(({ claim }) => claim)

test('an unbroken chain holds, in whatever order the ledger lists it', () => {
  expect(ruleOn(versionChain, roundFrom({ history, ledger }))).toMatchObject({
    status: 'held',
    detail: 'from version 1 to 4, each installed once',
  })
  const facts = roundFrom({ history, ledger })
  const shuffled =
    'unavailable' in facts.ledger ? facts.ledger : { ...facts.ledger, entries: facts.ledger.entries.toReversed() }
  expect(ruleOn(versionChain, { ...facts, ledger: shuffled }).status).toBe('held')
})

test('two writers of one version are named, with what they were told', () => {
  const shared = {
    history: history.replace('B         3', 'B         2'),
    ledger: ledger.replace('3       booked B', '2       booked B').replace('4    ', '3    '),
  }
  const ruling = ruleOn(
    versionChain,
    roundFrom({ history: shared.history.replace('C         4', 'C         3'), ledger: shared.ledger }),
  )
  expect(ruling).toMatchObject({
    status: 'violated',
    detail: 'the chain is broken in 1 place',
    evidence: [
      {
        claim: 'user 0 and user 1 both installed version 2',
        attempts: [
          { user: 0, outcome: 'booked', version: 2 },
          { user: 1, outcome: 'booked', version: 2 },
        ],
        entries: [{ reference: 'A' }, { reference: 'B' }],
      },
    ],
  })
})

test('three writers of one version are all named', () => {
  const shared = ledger.replaceAll(/^ *[234]/gm, '2')
  expect(claimsOn({ history: history.replaceAll(/[234]$/gm, '2'), ledger: shared })).toEqual([
    'user 0, user 1 and user 2 all installed version 2',
  ])
})

test('a version that nobody installed is missing', () => {
  const gap = ledger.replace('4       booked', '7       booked')
  expect(claimsOn({ history: history.replace('C         4', 'C         7'), ledger: gap })).toEqual([
    'versions 4 to 6 are missing: user 2 installed 7 after 3',
  ])
  expect(claimsOn({ history, ledger: ledger.replace('2       booked A         u0\n', '') })).toEqual([
    'version 2 is missing: user 1 installed 3 after 1',
  ])
})

test('a version that the event had before the round was not the next', () => {
  expect(claimsOn({ history, ledger, opening: { version: 2 } })).toEqual([
    'user 0 installed version 2, but the event had 2 before',
  ])
})

test('an event that ends before its last entry has lost a change', () => {
  expect(ruleOn(versionChain, roundFrom({ history, ledger, final: { version: 3 } })).evidence).toMatchObject([
    { claim: 'the event ended with version 3, but the last entry installed 4', entries: [{ reference: 'C' }] },
  ])
  const nothing = 'version kind reference account'
  const refused = { history: 'user outcome\n 0 soldOut', ledger: nothing, opening: { version: 5 } }
  expect(ruleOn(versionChain, roundFrom(refused)).status).toBe('held')
  expect(ruleOn(versionChain, roundFrom({ ...refused, final: { version: 3 } })).evidence).toEqual([
    {
      claim: 'the event ended with version 3, but the ledger is empty, and it began with 5',
      attempts: [],
      entries: [],
    },
  ])
})

test('an event that ends behind a broken chain has a hidden change', () => {
  const gap = ledger.replace('4       booked', '7       booked')
  expect(
    claimsOn({ history: history.replace('C         4', 'C         7'), ledger: gap, final: { version: 9 } }),
  ).toEqual([
    'versions 4 to 6 are missing: user 2 installed 7 after 3',
    'the event ended with version 9, but the last entry installed 7',
  ])
})

test('an answer that tells another version than its entry contradicts it', () => {
  const astray = roundFrom({ history: history.replace('C         4', 'C         9'), ledger })
  expect(ruleOn(versionChain, astray).evidence).toMatchObject([
    {
      claim: 'user 2 was told that C installed version 9, but it was 4',
      attempts: [{ user: 2, version: 9 }],
      entries: [{ version: 4 }],
    },
  ])
})

test('a ledger that does not say versions leaves the chain open', () => {
  const unversioned = roundFrom({ history, ledger: ledger.replaceAll(/^ *[234]/gm, '0') })
  expect(ruleOn(versionChain, unversioned)).toMatchObject({
    status: 'inconclusive',
    detail: 'the entries of the ledger do not say which version they installed',
  })
  const shared = history.replace('B         3', 'B         2')
  expect(
    ruleOn(versionChain, roundFrom({ history: shared, ledger: ledger.replaceAll(/^ *[234]/gm, '0') })),
  ).toMatchObject({
    status: 'violated',
    detail: '1 version installed more than once',
  })
})

test('without a ledger, two users who were told one version prove the break', () => {
  const silent = {
    status: 'inconclusive',
    detail: 'no answer repeated a version, but the ledger could not be read: the target has none',
  }
  expect(ruleOn(versionChain, roundFrom({ history }))).toMatchObject(silent)
  expect(ruleOn(versionChain, roundFrom({ history: history.replace('B         3', 'B         2') }))).toMatchObject({
    status: 'violated',
    detail: '1 version installed more than once',
    evidence: [{ claim: 'user 0 and user 1 were all told that their booking installed version 2' }],
  })
  // A place in the queue has no version; and who was told of none was not told of the same one.
  expect(ruleOn(versionChain, roundFrom({ history: history.replaceAll('booked', 'waitlisted') }))).toMatchObject(silent)
  expect(ruleOn(versionChain, roundFrom({ history: history.replaceAll(/[23]$/gm, '-') }))).toMatchObject(silent)
})
