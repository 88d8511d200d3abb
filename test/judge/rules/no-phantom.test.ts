import { expect, test } from 'vitest'
import { noPhantom } from '../../../src/judge/rules/no-phantom.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome    reference
  0    booked     A
  1    waitlisted B
  2    unknown    -
  3    soldOut    -
`
const asked = `
  version kind       reference account key
  2       booked     A         u0      k0.0
  3       waitlisted B         u1      k1.0
  4       booked     C         u2      k2.0
`
const withoutKeys = (ledger: string): string => ledger.replaceAll(/ key| k\d\.\d| -$/gm, '')

test('entries that were told of, queued for, or may have been made by an unanswered request are no phantoms', () => {
  expect(ruleOn(noPhantom, roundFrom({ history, ledger: asked, keyed: true }))).toMatchObject({
    status: 'held',
    detail: '3 entries, each with the request it comes of',
  })
  expect(ruleOn(noPhantom, roundFrom({ history, ledger: withoutKeys(asked) })).status).toBe('held')
})

test('a booking for an account that sent nothing is a phantom', () => {
  const ledger = `${asked.trimEnd()}\n 5 booked GHOST u9 -`
  const ruling = ruleOn(noPhantom, roundFrom({ history, ledger, keyed: true }))
  expect(ruling).toMatchObject({
    status: 'violated',
    detail: '1 of 4 entries come of no request of this run',
    evidence: [
      {
        claim:
          'the ledger has 1 entry for account u9 that no answer named (GHOST first), ' +
          'and only 0 requests of this run can have made one',
        entries: [{ reference: 'GHOST' }],
      },
    ],
  })
  expect(ruleOn(noPhantom, roundFrom({ history, ledger: withoutKeys(ledger) })).status).toBe('violated')
})

test('one unanswered request does not explain two entries', () => {
  const ledger = `${asked.trimEnd()}\n 5 booked GHOST u2 -`
  expect(ruleOn(noPhantom, roundFrom({ history, ledger, keyed: true })).status).toBe('violated')
})

test('a second booking of a user who was told of the first is a phantom', () => {
  const ledger = `${asked.trimEnd()}\n 5 booked GHOST u0 -`
  expect(ruleOn(noPhantom, roundFrom({ history, ledger, keyed: true })).status).toBe('violated')
})

test('where keys tell requests apart, a keyless entry of a refused user is a phantom', () => {
  const ledger = `${asked.trimEnd()}\n 5 booked GHOST u3 -`
  expect(ruleOn(noPhantom, roundFrom({ history, ledger, keyed: true })).status).toBe('violated')
  // Without keys it may be the refused request's, which is another rule's to say.
  expect(ruleOn(noPhantom, roundFrom({ history, ledger: withoutKeys(ledger) })).status).toBe('held')
})

test('keys that the ledger does not show are named as the reason for counting by account', () => {
  const ruling = ruleOn(noPhantom, roundFrom({ history, ledger: withoutKeys(asked), keyed: true }))
  expect(ruling.detail).toContain(
    '(keys were sent, but the ledger shows none of them: entries were counted by account)',
  )
})

test.each(['promoted', 'cancelled'])('a reference that is %s has to have been given out before', (kind) => {
  const known = `${asked.trimEnd()}\n 5 ${kind} B u1 -`
  expect(ruleOn(noPhantom, roundFrom({ history, ledger: known, keyed: true })).status).toBe('held')
  const unknown = `${asked.trimEnd()}\n 5 ${kind} Z u1 -`
  const ruling = ruleOn(noPhantom, roundFrom({ history, ledger: unknown, keyed: true }))
  expect(ruling.evidence.map(({ claim }) => claim)).toEqual([
    `version 5 is ${kind} for Z, which nobody held or waited under before`,
  ])
})

test('on an event that was not fresh, a cancellation may be of an older booking', () => {
  const ledger = `${asked.trimEnd()}\n 5 cancelled OLD u8 -`
  const facts = roundFrom({ history, ledger, keyed: true, opening: { available: 8 } })
  expect(ruleOn(noPhantom, facts).status).toBe('inconclusive')
})

test('a request that was never recorded may explain an entry', () => {
  const ledger = `${asked.trimEnd()}\n 5 booked GHOST u9 -`
  const facts = { history, ledger, keyed: true, interrupted: true }
  expect(ruleOn(noPhantom, roundFrom({ ...facts, launched: 5 })).status).toBe('inconclusive')
  const two = roundFrom({ ...facts, ledger: `${ledger}\n 6 booked GHOST2 u9 -`, launched: 5 })
  expect(ruleOn(noPhantom, two).status).toBe('violated')
})

test('a booking under the wrong account still comes of the request that was told of it', () => {
  const ledger = withoutKeys(asked).replace('A         u0', 'A         u9')
  expect(ruleOn(noPhantom, roundFrom({ history, ledger })).status).toBe('held')
})
