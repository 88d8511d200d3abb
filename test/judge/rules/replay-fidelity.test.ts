import { expect, test } from 'vitest'
import { replayFidelity } from '../../../src/judge/rules/replay-fidelity.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const twice = (first: string, second: string): string => `
  user attempt operation outcome reference seats version
  0    1       0         ${first}
  0    2       0         ${second}
`

test('a key that is answered in the same words is right', () => {
  const history = twice('booked A 1 2', 'booked A 1 2')
  expect(ruleOn(replayFidelity, roundFrom({ history, keyed: true }))).toMatchObject({
    status: 'held',
    detail: '1 key confirmed again, in the same words',
  })
  const onceMore = `${history.trimEnd()}\n 1 1 0 booked B 1 3`
  expect(ruleOn(replayFidelity, roundFrom({ history: onceMore, keyed: true })).detail).toMatch(/^1 key confirmed again/)
})

test.each([
  ['another reference', 'booked B 1 2'],
  ['other seats', 'booked A 2 2'],
  ['another version', 'booked A 1 3'],
  ['a place in the queue under another name', 'waitlisted B - -'],
])('a key that is answered with %s is not', (_, second) => {
  const ruling = ruleOn(replayFidelity, roundFrom({ history: twice('booked A 1 2', second), keyed: true }))
  expect(ruling).toMatchObject({ status: 'violated', evidence: [{ attempts: [{ attempt: 1 }, { attempt: 2 }] }] })
})

test.each([
  ['booked A 1 2', 'booked A 2 2', 'A (1 seats and version 2)', 'A (2 seats and version 2)'],
  ['booked A 1 -', 'booked A 1 2', 'A (1 seats and version unknown)', 'A (1 seats and version 2)'],
  ['booked A 1 2', 'waitlisted B - -', 'A (1 seats and version 2)', 'a place in the queue as B'],
  ['waitlisted B - -', 'booked A 1 2', 'A (1 seats and version 2)', 'a place in the queue as B'],
  ['waitlisted A - -', 'waitlisted B - -', 'a place in the queue as A', 'a place in the queue as B'],
])('%s and then %s are told as they were given', (first, second, one, other) => {
  const ruling = ruleOn(replayFidelity, roundFrom({ history: twice(first, second), keyed: true }))
  expect(ruling).toMatchObject({
    status: 'violated',
    detail: '1 key answered in two ways, 0 with the booking of another account',
    evidence: [{ claim: `the key k0.0 was answered with ${one} to user 0, and with ${other} to user 0` }],
  })
})

test('an answer that names its booking and not its seats is told as it is', () => {
  const facts = roundFrom({ history: twice('booked A 1 2', 'booked B 1 3'), keyed: true })
  const acknowledgements = facts.history.acknowledgements.map((told) =>
    told.kind === 'booked' ? { ...told, seats: null } : told,
  )
  const { evidence } = ruleOn(replayFidelity, { ...facts, history: { ...facts.history, acknowledgements } })
  expect(evidence[0]?.claim).toContain('A (some seats and version 2)')
})

test('what was sent without a key, or confirmed once, was not confirmed again', () => {
  const detail = 'no key was confirmed twice'
  const twoBookings = roundFrom({ history: twice('booked A 1 2', 'booked B 1 3') })
  expect(ruleOn(replayFidelity, twoBookings)).toMatchObject({ status: 'held', isIdle: true, detail })
  const once = roundFrom({ history: twice('conflict - - -', 'booked A 1 2'), keyed: true })
  expect(ruleOn(replayFidelity, once)).toMatchObject({ status: 'held', isIdle: true, detail })
})

test('a place in the queue may have become a booking under its name, and an answer may break off', () => {
  for (const [first, second] of [
    ['waitlisted A - -', 'booked A 1 4'],
    ['waitlisted A - -', 'waitlisted A - -'],
    ['booked - - -', 'booked A 1 2'],
  ] as const) {
    expect(ruleOn(replayFidelity, roundFrom({ history: twice(first, second), keyed: true })).status).toBe('held')
  }
})

const both = `
  user outcome reference
  0    booked  A
  1    booked  A
`
const ledger = 'version kind reference account\n 2 booked A u0'

test('the booking of one account is not shown to another', () => {
  expect(ruleOn(replayFidelity, roundFrom({ history: both, ledger, keyed: true }))).toMatchObject({
    status: 'violated',
    detail: '0 keys answered in two ways, 1 with the booking of another account',
    evidence: [
      {
        claim: 'user 1 (u1) sent the key k1.0 and was given A, which belongs to account u0',
        attempts: [{ user: 1 }],
        entries: [{ reference: 'A' }],
      },
    ],
  })
  // Users of one account may see what it has.
  expect(ruleOn(replayFidelity, roundFrom({ history: both, ledger, keyed: true, account: 'u0' })).status).toBe('held')
})

test('a booking is shown to its own account rightly, whoever changed it, and so is an answer that broke off', () => {
  const history = 'user outcome reference\n 0 booked A'
  const stolen = `${ledger}\n 3 cancelled A u9`
  expect(ruleOn(replayFidelity, roundFrom({ history, ledger: stolen, keyed: true })).status).toBe('held')
  const brokenOff = 'user outcome reference\n 0 booked -\n 0 booked A'
  expect(ruleOn(replayFidelity, roundFrom({ history: brokenOff, ledger, keyed: true })).status).toBe('held')
})

test('a booking that the ledger does not know belongs to nobody else', () => {
  const history = 'user outcome reference\n 0 booked Z'
  expect(ruleOn(replayFidelity, roundFrom({ history, ledger, keyed: true })).status).toBe('held')
})

test('where nobody sent a key, no key was answered with the booking of another account', () => {
  expect(ruleOn(replayFidelity, roundFrom({ history: both, ledger }))).toMatchObject({
    status: 'held',
    detail: 'no key was confirmed twice',
  })
})

test('a key that several users of an account sent was confirmed again where two of them were told', () => {
  const detailOf = (...outcomes: readonly string[]) => {
    const history = ['user outcome reference', ...outcomes.map((outcome, user) => `${user} ${outcome}`)].join('\n')
    return ruleOn(replayFidelity, { ...roundFrom({ history, account: 'both' }), keyOf: () => 'K' }).detail
  }
  expect(detailOf('booked A', 'booked A')).toBe('1 key confirmed again, in the same words')
  expect(detailOf('booked A', 'booked A', 'booked A')).toBe('1 key confirmed again, in the same words')
  expect(detailOf('booked A', 'conflict -')).toBe('no key was confirmed twice')
})
