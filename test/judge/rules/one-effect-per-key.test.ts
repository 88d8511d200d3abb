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
