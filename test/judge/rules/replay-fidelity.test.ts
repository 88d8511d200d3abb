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
    evidence: [{ claim: 'user 1 (u1) sent the key k1.0 and was given A, which belongs to account u0' }],
  })
  // Users of one account may see what it has.
  expect(ruleOn(replayFidelity, roundFrom({ history: both, ledger, keyed: true, account: 'u0' })).status).toBe('held')
})
