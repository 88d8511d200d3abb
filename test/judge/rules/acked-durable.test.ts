import { describe, expect, test } from 'vitest'
import { ackedDurable } from '../../../src/judge/rules/acked-durable.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome reference version
  0    booked  A         2
  1    booked  B         3
`
const kept = `
  version kind   reference account
  2       booked A         u0
  3       booked B         u1
`

test('bookings that are in the ledger as they were given are kept', () => {
  expect(ruleOn(ackedDurable, roundFrom({ history, ledger: kept }))).toMatchObject({
    status: 'held',
    detail: '2 acknowledgements: each is in the ledger as it was given',
  })
})

test('a booking that the ledger forgot is named with its user and reference', () => {
  const ledger = `
    version kind   reference account
    2       booked A         u0
  `
  const ruling = ruleOn(ackedDurable, roundFrom({ history, ledger }))
  expect(ruling).toMatchObject({
    status: 'violated',
    detail: '1 of 2 acknowledgements are not in the ledger as they were given',
    evidence: [
      {
        claim:
          'attempt 1 of user 1 (u1) was told it is booked as B (1 seat, version 3), but the ledger has no such reference',
        attempts: [{ user: 1, attempt: 1, reference: 'B', version: 3 }],
      },
    ],
  })
})

test.each([
  ['another account', '3 booked B u7 1', 'booked 1 for u7 at version 3'],
  ['fewer seats', '3 booked B u1 0', 'booked 0 for u1 at version 3'],
  ['another version', '4 booked B u1 1', 'booked 1 for u1 at version 4'],
  ['a place in the queue only', '3 waitlisted B u1 1', 'waitlisted 1 for u1 at version 3'],
])('a booking that the ledger has with %s is not kept', (_, entry, says) => {
  const ledger = `
    version kind   reference account seats
    2       booked A         u0      1
    ${entry}
  `
  const ruling = ruleOn(ackedDurable, roundFrom({ history, ledger }))
  expect(ruling.evidence.map(({ claim }) => claim)).toEqual([expect.stringContaining(`but the ledger says ${says}`)])
})

test('a booking cancelled later was kept; its cancellation does not excuse other seats', () => {
  const cancelled = `
    version kind      reference account seats
    2       booked    A         u0      1
    3       booked    B         u1      1
    4       cancelled B         u1      1
  `
  expect(ruleOn(ackedDurable, roundFrom({ history, ledger: cancelled })).status).toBe('held')
  const fewer = cancelled.replaceAll(/u1 +1/g, 'u1 2')
  expect(ruleOn(ackedDurable, roundFrom({ history, ledger: fewer })).status).toBe('violated')
})

test('a place in the queue is kept whether or not it was promoted, and lost when nothing is there', () => {
  const queue = `
    user outcome    reference
    0    booked     A
    1    waitlisted B
  `
  const promoted = `
    version kind       reference account
    2       booked     A         u0
    3       waitlisted B         u1
    4       cancelled  A         u0
    5       promoted   B         u1
  `
  expect(ruleOn(ackedDurable, roundFrom({ history: queue, ledger: promoted })).status).toBe('held')
  const lost = `
    version kind   reference account
    2       booked A         u0
  `
  expect(ruleOn(ackedDurable, roundFrom({ history: queue, ledger: lost })).status).toBe('violated')
})

const brokenOff = `
  user outcome reference
  0    booked  -
  0    unknown -
`

test('an answer that broke off is found by its key, under any reference', () => {
  const ledger = `
    version kind   reference account key
    2       booked A         u0      k0.0
  `
  expect(ruleOn(ackedDurable, roundFrom({ history: brokenOff, ledger, keyed: true })).status).toBe('held')
})

test('an answer that broke off cannot be checked where an entry may or may not be the one', () => {
  const ledger = `
    version kind   reference account
    2       booked A         u0
  `
  expect(ruleOn(ackedDurable, roundFrom({ history: brokenOff, ledger }))).toMatchObject({
    status: 'inconclusive',
    detail: '1 of 1 acknowledgement broke off before the reference, and no key tells which entry is meant',
  })
})

test('an answer that broke off is lost for certain where its account has no entry at all', () => {
  const ledger = `
    version kind   reference account
    2       booked A         u5
  `
  expect(ruleOn(ackedDurable, roundFrom({ history: brokenOff, ledger })).status).toBe('violated')
})

test('what was never acknowledged need not be there', () => {
  const refusals = `
    user outcome
    0    conflict
    1    unknown
  `
  expect(ruleOn(ackedDurable, roundFrom({ history: refusals, ledger: kept })).status).toBe('held')
})

test('a ledger without versions is not held against the versions that were told', () => {
  const ledger = kept.replaceAll(/^ *[23]/gm, '0')
  expect(ruleOn(ackedDurable, roundFrom({ history, ledger })).status).toBe('held')
})

test('without a ledger nothing is known', () => {
  expect(ruleOn(ackedDurable, roundFrom({ history }))).toMatchObject({
    status: 'inconclusive',
    detail: 'the ledger could not be read: the target has none',
  })
})

test('a cancellation alone is no booking', () => {
  const versionless = history.replaceAll(/[23]$/gm, '-')
  const ledger = `
    version kind      reference account
    2       booked    A         u0
    3       cancelled B         u1
  `
  expect(ruleOn(ackedDurable, roundFrom({ history: versionless, ledger })).status).toBe('violated')
})

test('of two users who sent one key, the entry of one is the entry of both', () => {
  const replayed = `
    user outcome reference
    0    booked  A
    1    booked  -
  `
  const ledger = `
    version kind   reference account key
    2       booked A         shared  K
  `
  const facts = roundFrom({ account: 'shared', history: replayed, ledger })
  expect(ruleOn(ackedDurable, { ...facts, keyOf: () => 'K' }).status).toBe('held')
  expect(ruleOn(ackedDurable, { ...facts, keyOf: (user) => (user === 0 ? 'K' : 'L') }).status).toBe('violated')
})

test('a promise that was not kept is told in full, with all that the ledger says instead', () => {
  const queue = 'user outcome reference\n 0 waitlisted W\n 1 booked B'
  const lost = 'version kind reference account\n 2 booked B u5\n 3 cancelled B u5'
  expect(ruleOn(ackedDurable, roundFrom({ history: queue, ledger: lost })).evidence).toMatchObject([
    { claim: 'attempt 1 of user 0 (u0) was told it is waitlisted as W, but the ledger has no such reference' },
    {
      claim:
        'attempt 1 of user 1 (u1) was told it is booked as B (1 seat), but the ledger says ' +
        'booked 1 for u5 at version 2, cancelled 1 for u5 at version 3',
      entries: [{ version: 2 }, { version: 3 }],
    },
  ])
  const strange = 'version kind reference account\n 2 booked A u5'
  expect(ruleOn(ackedDurable, roundFrom({ history: brokenOff, ledger: strange })).evidence).toMatchObject([
    {
      claim: 'attempt 1 of user 0 (u0) was told it is booked, but the ledger has no entry left that could be theirs',
      attempts: [{ user: 0, attempt: 1 }],
    },
  ])
})

test('a request whose answers all broke off was promised something once', () => {
  const twice = 'user outcome\n 0 booked\n 0 booked'
  const ledger = 'version kind reference account\n 2 booked A u0'
  expect(ruleOn(ackedDurable, roundFrom({ history: twice, ledger })).detail).toContain(
    '1 of 1 acknowledgement broke off',
  )
})

test('the seats that were told of have to be in the ledger, whatever was asked for', () => {
  const fewer = 'user outcome reference seats\n 0 booked A 2'
  const ledger = (seats: number) => `version kind reference account seats\n 2 booked A u0 ${seats}`
  expect(ruleOn(ackedDurable, roundFrom({ history: fewer, ledger: ledger(2), seats: 3 })).status).toBe('held')
  expect(ruleOn(ackedDurable, roundFrom({ history: fewer, ledger: ledger(3), seats: 3 })).status).toBe('violated')
})

test('an answer that broke off may tell of a place in which its account waits already, and of no other', () => {
  const told = (outcome: string) => `user outcome reference\n 0 waitlisted W\n 1 ${outcome} -`
  const ledger = 'version kind reference account\n 2 waitlisted W shared'
  const on = (outcome: string) =>
    ruleOn(ackedDurable, roundFrom({ history: told(outcome), ledger, account: 'shared' })).status
  expect(on('waitlisted')).toBe('held')
  expect(on('booked')).toBe('violated')
  const booked = ledger.replace('waitlisted', 'booked')
  const both = roundFrom({ history: told('waitlisted'), ledger: booked, account: 'shared' })
  expect(ruleOn(ackedDurable, both).status).toBe('violated')
  const apart = roundFrom({ history: told('waitlisted'), ledger: ledger.replace('shared', 'u0') })
  expect(ruleOn(ackedDurable, apart).status).toBe('violated')
})

describe('what was told to be cancelled', () => {
  const on = (cancellations: string, ...entries: readonly string[]) =>
    ruleOn(ackedDurable, roundFrom({ history, cancellations, ledger: [kept.trim(), ...entries].join('\n') }))
  const told = 'user reference outcome version\n 0 A cancelled 4'

  test('is kept where the ledger has its cancellation, at whatever version', () => {
    expect(on(told, '4 cancelled A u0')).toMatchObject({
      status: 'held',
      detail: '3 acknowledgements: each is in the ledger as it was given',
    })
    expect(on(told, '4 cancelled B u1', '5 cancelled A u0').status).toBe('held')
  })

  test('is lost where the ledger has none, and the proof is who was told', () => {
    expect(on(told)).toMatchObject({
      status: 'violated',
      detail: '1 of 3 acknowledgements are not in the ledger as they were given',
      evidence: [
        {
          claim: 'user 0 was told that A is cancelled, but the ledger has no cancellation of it',
          attempts: [{ user: 0, attempt: 1, outcome: 'cancelled', reference: 'A', version: 4 }],
          entries: [{ reference: 'A', kind: 'booked' }],
        },
      ],
    })
  })

  test('is lost where the ledger knows nothing of that name', () => {
    expect(on('user reference outcome\n 0 NOWHERE cancelled').evidence).toMatchObject([
      { claim: 'user 0 was told that NOWHERE is cancelled, but the ledger has no such reference', entries: [] },
    ])
  })

  test('counts for each who was told so', () => {
    const eight = ['user reference outcome attempt', ...[1, 2, 3, 4, 5, 6, 7, 8].map((at) => `0 A cancelled ${at}`)]
    expect(on(eight.join('\n')).detail).toBe('8 of 10 acknowledgements are not in the ledger as they were given')
    expect(on(eight.join('\n'), '4 cancelled A u0').status).toBe('held')
  })

  test.each(['gone', 'refused', 'unknown'])('binds nobody where the answer was %s', (outcome) => {
    const asked = `user reference outcome\n 0 A ${outcome}`
    expect(on(asked).status).toBe('held')
    expect(on(asked, '4 cancelled A u0').status).toBe('held')
  })
})

test('an answer that broke off is not counted where another one to the same request names the booking', () => {
  const toldTwice = 'user outcome reference\n 0 booked -\n 0 booked A'
  const ledger = 'version kind reference account\n 2 booked A u0'
  expect(ruleOn(ackedDurable, roundFrom({ history: toldTwice, ledger }))).toMatchObject({
    status: 'held',
    detail: '1 acknowledgement: each is in the ledger as it was given',
  })
})
