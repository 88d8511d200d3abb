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
  expect(ruleOn(noPhantom, roundFrom({ history, ledger: withoutKeys(asked) }))).toMatchObject({
    status: 'held',
    detail: '3 entries, each with the request it comes of',
  })
  const one = roundFrom({
    history: 'user outcome reference\n 0 booked A',
    ledger: 'version kind reference account\n 2 booked A u0',
  })
  expect(ruleOn(noPhantom, one).detail).toBe('1 entry, each with the request it comes of')
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
        attempts: [],
        entries: [{ reference: 'GHOST' }],
      },
    ],
  })
  expect(ruleOn(noPhantom, roundFrom({ history, ledger: withoutKeys(ledger) })).status).toBe('violated')
})

test('a ledger without versions may list what became of a booking before the booking', () => {
  const listing = (...rows: readonly string[]) =>
    ruleOn(
      noPhantom,
      roundFrom({
        history: 'user outcome reference\n 0 booked A',
        ledger: ['version kind reference account', ...rows].join('\n'),
      }),
    )
  expect(listing('0 cancelled A u0', '0 booked A u0').status).toBe('held')
  expect(listing('0 cancelled B u0', '0 booked A u0')).toMatchObject({
    status: 'violated',
    evidence: [{ claim: 'an entry is cancelled for B, which nobody held or waited under before' }],
  })
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

test('entries are counted against all the requests that can have made one, and told as so many', () => {
  const ledger = `
    version kind      reference account
    2       booked    C         u3
    3       booked    D         u3
    4       cancelled Z         u8
  `
  expect(ruleOn(noPhantom, roundFrom({ history, ledger }))).toMatchObject({
    status: 'violated',
    detail: '2 of 3 entries come of no request of this run',
    evidence: [
      {
        claim:
          'the ledger has 2 entries for account u3 that no answer named (C first), ' +
          'and only 1 request of this run can have made one',
        attempts: [],
        entries: [{ reference: 'C' }, { reference: 'D' }],
      },
      { claim: 'version 4 is cancelled for Z, which nobody held or waited under before', entries: [{ version: 4 }] },
    ],
  })
  const alone = roundFrom({ history, ledger: 'version kind reference account\n 2 booked GHOST u9' })
  expect(ruleOn(noPhantom, alone).detail).toBe('1 of 1 entry come of no request of this run')
})

test('keys that the ledger does not show are named as the reason for counting by account', () => {
  const ruling = ruleOn(noPhantom, roundFrom({ history, ledger: withoutKeys(asked), keyed: true }))
  expect(ruling.detail).toContain(
    '(keys were sent, but the ledger shows none of them: entries were counted by account)',
  )
  // That some users sent none makes no difference.
  const facts = roundFrom({ history, ledger: withoutKeys(asked) })
  const some = ruleOn(noPhantom, { ...facts, keyOf: (user) => (user === 0 ? 'K' : null) })
  expect(some.detail).toContain('(keys were sent, but the ledger shows none of them')
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
  expect(ruleOn(noPhantom, facts)).toMatchObject({
    status: 'inconclusive',
    detail:
      '1 of 4 entries come of no request of this run, but the event was not fresh: they may be older than the run',
  })
})

test('a request that was never recorded may explain an entry', () => {
  const ledger = `${asked.trimEnd()}\n 5 booked GHOST u9 -`
  const facts = { history, ledger, keyed: true, interrupted: true }
  expect(ruleOn(noPhantom, roundFrom({ ...facts, launched: 5 }))).toMatchObject({
    status: 'inconclusive',
    detail: '1 of 4 entries come of no request of this run, or of 1 request whose end was never recorded',
  })
  const two = roundFrom({ ...facts, ledger: `${ledger}\n 6 booked GHOST2 u9 -`, launched: 5 })
  expect(ruleOn(noPhantom, two).status).toBe('violated')
})

test('a booking under the wrong account still comes of the request that was told of it', () => {
  const ledger = withoutKeys(asked).replace('A         u0', 'A         u9')
  expect(ruleOn(noPhantom, roundFrom({ history, ledger })).status).toBe('held')
})

test('an account with entries to spare is no excuse for one that has too many, and is not named with it', () => {
  const lost = `
    user operation outcome
    0    0         unknown
    0    1         unknown
    1    0         unknown
  `
  const ledger = `
    version kind   reference account
    2       booked A         u0
    3       booked B         u1
    4       booked C         u9
  `
  expect(ruleOn(noPhantom, roundFrom({ history: lost, ledger }))).toMatchObject({
    status: 'violated',
    detail: '1 of 3 entries come of no request of this run',
    evidence: [{ entries: [{ reference: 'C' }] }],
  })
})
