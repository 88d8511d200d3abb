import { expect, test } from 'vitest'
import { uniqueReference } from '../../../src/judge/rules/unique-reference.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome    reference
  0    booked     A
  1    waitlisted B
  1    waitlisted B
  2    booked     -
  3    booked     -
`
const ledger = `
  version kind       reference account
  2       booked     A         u0
  3       waitlisted B         u1
  4       cancelled  A         u0
  5       promoted   B         u1
  6       booked     C         u2
  7       booked     D         u3
`

test('a repeated answer, a promotion and a cancellation repeat a reference rightly', () => {
  expect(ruleOn(uniqueReference, roundFrom({ history, ledger }))).toMatchObject({
    status: 'held',
    detail: '4 references, all different',
  })
})

test('two users who were given one reference are both named', () => {
  const shared = history.replace('waitlisted B\n', 'waitlisted A\n')
  const ruling = ruleOn(uniqueReference, roundFrom({ history: shared, ledger }))
  expect(ruling.status).toBe('violated')
  expect(ruling.evidence).toMatchObject([
    {
      claim: 'user 0 (attempt 1) and user 1 (attempt 1) were all given the reference A',
      attempts: [{ user: 0 }, { user: 1 }],
    },
  ])
})

test('users who sent one key from one account are rightly given one reference', () => {
  const replayed = `
    user outcome reference
    0    booked  A
    1    booked  A
  `
  const facts = roundFrom({ account: 'shared', history: replayed, ledger })
  expect(ruleOn(uniqueReference, { ...facts, keyOf: () => 'the same' }).status).toBe('held')
  expect(ruleOn(uniqueReference, { ...facts, keyOf: (user) => `k${user}` }).status).toBe('violated')
})

test('an account that waits already is rightly told of the place it has; two accounts are not', () => {
  const waiting = `
    user outcome    reference
    0    waitlisted B
    1    waitlisted B
  `
  const entries = `
    version kind       reference account
    2       waitlisted B         shared
  `
  const facts = roundFrom({ account: 'shared', history: waiting, ledger: entries })
  expect(ruleOn(uniqueReference, { ...facts, keyOf: (user) => `k${user}` }).status).toBe('held')
  expect(ruleOn(uniqueReference, roundFrom({ history: waiting, ledger: entries })).status).toBe('violated')
})

test('two entries of the ledger under one reference are shown together', () => {
  const shared = ledger.replace('booked     C', 'booked     A')
  const ruling = ruleOn(uniqueReference, roundFrom({ history, ledger: shared }))
  expect(ruling.detail).toBe('references that are shared: 0 among the answers, 1 among the entries of the ledger')
  expect(ruling.evidence[0]?.claim).toBe(
    'the ledger gives the reference A to user 0 at version 2 and account u2 at version 6',
  )
  expect(ruling.evidence[0]?.entries).toHaveLength(2)
})

test('without a ledger, only a repeated reference is certain', () => {
  expect(ruleOn(uniqueReference, roundFrom({ history }))).toMatchObject({
    status: 'inconclusive',
    detail: 'no answer repeated a reference, but the ledger could not be read: the target has none',
  })
  const shared = history.replace('waitlisted B\n', 'waitlisted A\n')
  expect(ruleOn(uniqueReference, roundFrom({ history: shared })).status).toBe('violated')
})

test('the key tells users apart who share an account and a reference', () => {
  const shared = `
    user outcome reference
    0    booked  A
    1    booked  A
  `
  const entries = `
    version kind   reference account key
    2       booked A         shared  k1.0
    3       booked A         shared  k0.0
  `
  const facts = roundFrom({ account: 'shared', keyed: true, history: shared, ledger: entries })
  expect(ruleOn(uniqueReference, facts).evidence.map(({ claim }) => claim)).toContain(
    'the ledger gives the reference A to user 1 at version 2 and user 0 at version 3',
  )
})
