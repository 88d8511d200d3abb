import { expect, test } from 'vitest'
import { oneEffectPerKey } from '../../../src/judge/rules/one-effect-per-key.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user operation outcome reference
  0    0         unknown -
  0    0         booked  B
  1    0         booked  C
`

test('a key that booked again after an answer that never came brought about two bookings', () => {
  const ledger = `
    version kind   reference account key
    2       booked A         u0      k0.0
    3       booked B         u0      k0.0
    4       booked C         u1      k1.0
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history, ledger, keyed: true }))).toMatchObject({
    status: 'violated',
    detail: '1 key brought about more than one booking',
    evidence: [
      {
        claim: 'the key k0.0 of user 0 made A at version 2 and B at version 3',
        entries: [{ reference: 'A' }, { reference: 'B' }],
      },
    ],
  })
})

test('a key that was answered with the booking it had made is right', () => {
  const ledger = `
    version kind   reference account key
    2       booked B         u0      k0.0
    3       booked C         u1      k1.0
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history, ledger, keyed: true }))).toMatchObject({
    status: 'held',
    detail: 'no key was the reason for two bookings',
  })
})

test('a key that booked and joined the queue as well brought about two things', () => {
  const ledger = `
    version kind       reference account key
    2       waitlisted A         u0      k0.0
    3       booked     B         u0      k0.0
    4       booked     C         u1      k1.0
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history, ledger, keyed: true })).status).toBe('violated')
  // A place in the queue that becomes a booking is one thing.
  const promoted = ledger.replace('3       booked     B', '3       promoted   A')
  expect(ruleOn(oneEffectPerKey, roundFrom({ history, ledger: promoted, keyed: true })).status).toBe('held')
})

test('an answer that broke off does not stand for a second booking', () => {
  const brokenOff = 'user outcome reference\n 0 booked -\n 0 booked A'
  expect(ruleOn(oneEffectPerKey, roundFrom({ history: brokenOff, keyed: true })).status).toBe('held')
})

test('the same key of two accounts is two keys', () => {
  const ledger = `
    version kind   reference account key
    2       booked B         u0      same
    3       booked C         u1      same
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history, ledger, keyed: true })).status).toBe('held')
})

test('without a ledger, two references in answer to one key are two bookings', () => {
  const twice = `
    user attempt operation outcome reference
    0    1       0         booked  A
    0    2       0         booked  B
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history: twice, keyed: true }))).toMatchObject({
    status: 'violated',
    level: 'answers',
    evidence: [{ claim: 'the key k0.0 was answered with A (user 0) and B (user 0)' }],
  })
  expect(ruleOn(oneEffectPerKey, roundFrom({ history: twice.replace('B', 'A'), keyed: true })).status).toBe('held')
  // Without a key, nobody promised anything.
  expect(ruleOn(oneEffectPerKey, roundFrom({ history: twice }))).toMatchObject({
    status: 'held',
    detail: 'no request carried a key',
  })
})

test('a key that nobody is known to have sent may be the reason for two bookings, too', () => {
  const ledger = `
    version kind   reference account key
    2       booked X         u9      lost
    3       booked B         u0      k0.0
    4       booked Y         u9      lost
    5       booked Z         u9      other
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history, ledger, keyed: true }))).toMatchObject({
    status: 'violated',
    detail: '1 key brought about more than one booking',
    evidence: [{ claim: 'the key lost of account u9 made X at version 2 and Y at version 4' }],
  })
})

test('each key that booked twice is told of by itself, even if every key did', () => {
  const ledger = `
    version kind   reference account key
    2       booked A         u0      k0.0
    3       booked B         u0      k0.0
    4       booked C         u1      k1.0
    5       booked D         u1      k1.0
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history, ledger, keyed: true })).evidence).toMatchObject([
    { claim: 'the key k0.0 of user 0 made A at version 2 and B at version 3' },
    { claim: 'the key k1.0 of user 1 made C at version 4 and D at version 5' },
  ])
})

test('what a key made counts for that key, whichever request was told of it', () => {
  const told = `
    user operation outcome reference
    0    0         booked  A
    0    1         booked  B
  `
  const ledger = `
    version kind   reference account key
    2       booked A         u0      k0.1
    3       booked B         u0      k0.1
  `
  expect(ruleOn(oneEffectPerKey, roundFrom({ history: told, ledger, keyed: true })).status).toBe('violated')
})

test('what a key made counts for its own account, whichever was told of it', () => {
  const ledger = `
    version kind   reference account key
    2       booked C         u9      same
    3       booked D         u9      same
  `
  const facts = roundFrom({ history, ledger })
  expect(ruleOn(oneEffectPerKey, { ...facts, keyOf: () => 'same' })).toMatchObject({
    status: 'violated',
    evidence: [{ claim: 'the key same of account u9 made C at version 2 and D at version 3' }],
  })
})

test('a key is looked into where others sent none', () => {
  const ledger = `
    version kind   reference account key
    2       booked A         u0      k
    3       booked B         u0      k
  `
  const facts = roundFrom({ history, ledger })
  const keyOf = (user: number) => (user === 0 ? 'k' : null)
  expect(ruleOn(oneEffectPerKey, { ...facts, keyOf }).status).toBe('violated')
})
