import { expect, test } from 'vitest'
import { refusedButBooked } from '../../../src/judge/rules/refused-but-booked.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome  reference
  0    booked   A
  1    conflict -
`
const innocent = `
  version kind   reference account key
  2       booked A         u0      k0.0
`
const guilty = `
  version kind   reference account key
  2       booked A         u0      k0.0
  3       booked B         u1      k1.0
`
const withoutKeys = (ledger: string): string => ledger.replaceAll(/ key| k\d\.\d/g, '')

test('a refusal that left nothing behind is a refusal', () => {
  expect(ruleOn(refusedButBooked, roundFrom({ history, ledger: innocent, keyed: true }))).toMatchObject({
    status: 'held',
    detail: '1 refused operation left no trace in the ledger',
  })
})

test('a user who was refused and booked is found by the key', () => {
  const ruling = ruleOn(refusedButBooked, roundFrom({ history, ledger: guilty, keyed: true }))
  expect(ruling).toMatchObject({
    status: 'violated',
    detail: '1 entry came of requests that were refused',
    evidence: [
      {
        claim: 'user 1 was only ever told conflict, but version 3 is booked for their request k1.0 as B (1 seat)',
        attempts: [{ user: 1, outcome: 'conflict' }],
        entries: [{ reference: 'B' }],
      },
    ],
  })
})

test.each(['conflict', 'soldOut', 'rateLimited', 'rejected'])('%s is a definite refusal', (outcome) => {
  const facts = roundFrom({ history: history.replace('conflict', outcome), ledger: guilty, keyed: true })
  expect(ruleOn(refusedButBooked, facts).status).toBe('violated')
})

test.each(['unknown', 'booked', 'waitlisted'])('%s allows for a booking', (outcome) => {
  const facts = roundFrom({ history: history.replace('conflict', outcome), ledger: guilty, keyed: true })
  expect(ruleOn(refusedButBooked, facts).status).toBe('held')
})

test('one unanswered try among refusals may have booked', () => {
  const tried = `${history.trimEnd()}\n 1 unknown -\n 1 soldOut -`
  expect(ruleOn(refusedButBooked, roundFrom({ history: tried, ledger: guilty, keyed: true })).status).toBe('held')
  expect(ruleOn(refusedButBooked, roundFrom({ history: tried, ledger: withoutKeys(guilty) })).status).toBe('held')
})

test('without keys, a user with an account of their own is found by the account', () => {
  expect(ruleOn(refusedButBooked, roundFrom({ history, ledger: withoutKeys(innocent) })).status).toBe('held')
  const ruling = ruleOn(refusedButBooked, roundFrom({ history, ledger: withoutKeys(guilty) }))
  expect(ruling.evidence).toMatchObject([
    {
      claim:
        'account u1 has 1 entry that nobody was told of, but only 0 requests without a clear answer: ' +
        'of those refused (user 1), 1 must have been served all the same',
      attempts: [{ user: 1 }],
      entries: [{ reference: 'B' }],
    },
  ])
})

test('keys that the ledger does not show are as good as none', () => {
  expect(ruleOn(refusedButBooked, roundFrom({ history, ledger: withoutKeys(guilty), keyed: true })).status).toBe(
    'violated',
  )
})

test('users who share an account are not accused as long as an unanswered one explains the entry', () => {
  const shared = `
    user outcome  reference
    0    booked   A
    1    conflict -
    2    unknown  -
  `
  const two = `
    version kind   reference account
    2       booked A         shared
    3       booked B         shared
  `
  const three = `${two.trimEnd()}\n 4 booked C shared`
  expect(ruleOn(refusedButBooked, roundFrom({ account: 'shared', history: shared, ledger: two })).status).toBe('held')
  const ruling = ruleOn(refusedButBooked, roundFrom({ account: 'shared', history: shared, ledger: three }))
  expect(ruling).toMatchObject({ status: 'violated', detail: '1 entry came of requests that were refused' })
})

test('the same key of another account is another key', () => {
  const ledger = guilty.replace('u1 ', 'u7 ')
  expect(ruleOn(refusedButBooked, roundFrom({ history, ledger, keyed: true })).status).toBe('held')
})

test('a request that was never recorded may be the one that booked', () => {
  const facts = roundFrom({ history, ledger: guilty, keyed: true, launched: 3, interrupted: true })
  expect(ruleOn(refusedButBooked, facts)).toMatchObject({
    status: 'inconclusive',
    detail: '1 entry came of requests that were refused, or of the 1 request whose end was never recorded',
  })
})

test('an entry for a refused request is theirs, whoever else was told its reference', () => {
  const ledger = guilty.replace('booked B', 'booked A')
  expect(ruleOn(refusedButBooked, roundFrom({ history, ledger, keyed: true })).status).toBe('violated')
})

test('of two users who sent one key, the one who was not refused may have booked', () => {
  const twice = `
    user outcome
    0    conflict
    1    unknown
  `
  const ledger = `
    version kind   reference account key
    2       booked A         shared  K
  `
  const facts = roundFrom({ account: 'shared', history: twice, ledger })
  expect(ruleOn(refusedButBooked, { ...facts, keyOf: () => 'K' }).status).toBe('held')
  expect(ruleOn(refusedButBooked, { ...facts, keyOf: (user) => (user === 0 ? 'K' : 'L') }).status).toBe('violated')
})

test('where keys tell requests apart, an entry without one is not laid on a refused user', () => {
  const ledger = guilty.replace('k1.0', '-')
  expect(ruleOn(refusedButBooked, roundFrom({ history, ledger, keyed: true })).status).toBe('held')
})

test('several entries of requests that were refused are counted', () => {
  const refusals = `${history.trimEnd()}\n 1 soldOut -`
  const two = withoutKeys(`${guilty.trimEnd()}\n 4 booked C u1 k1.1`)
  expect(ruleOn(refusedButBooked, roundFrom({ history: refusals, ledger: two }))).toMatchObject({
    status: 'violated',
    detail: '2 entries came of requests that were refused',
    evidence: [
      {
        claim:
          'account u1 has 2 entries that nobody was told of, but only 0 requests without a clear answer: ' +
          'of those refused (user 1), 2 must have been served all the same',
      },
    ],
  })
})

test('an account whose lost requests explain its entries is not named with one that has too many', () => {
  const lost = `
    user operation outcome
    0    0         conflict
    0    1         unknown
    0    2         unknown
    1    0         conflict
    1    1         unknown
    2    0         conflict
  `
  const ledger = `
    version kind   reference account
    2       booked A         u0
    3       booked B         u1
    4       booked C         u2
  `
  expect(ruleOn(refusedButBooked, roundFrom({ history: lost, ledger }))).toMatchObject({
    status: 'violated',
    detail: '1 entry came of requests that were refused',
    evidence: [{ entries: [{ reference: 'C' }] }],
  })
})
