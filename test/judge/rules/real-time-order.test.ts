import { expect, test } from 'vitest'
import { userId } from '../../../src/booking/event.ts'
import { realTimeOrder } from '../../../src/judge/rules/real-time-order.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

type Story = Parameters<typeof roundFrom>[0]

const ruling = (story: Story) => ruleOn(realTimeOrder, roundFrom(story))

const ledger = `
  version kind   reference account
  2       booked B         u1
  3       booked A         u0
`
const overtaken = `
  user sent ended outcome reference version
  0    0    12.4  booked  A         3
  1    15   20    booked  B         2
`

test('a booking that was asked for after a later version had been told is named with the one that had it', () => {
  expect(ruling({ history: overtaken, ledger })).toMatchObject({
    status: 'violated',
    level: 'versions',
    detail: '1 of 2 entries were asked for after a later version had been told or seen',
    evidence: [
      {
        claim:
          'user 0 was told at 12.4 ms that it has version 3, yet user 1, whose request left at 15 ms, was given version 2',
        attempts: [
          { user: 0, version: 3 },
          { user: 1, version: 2 },
        ],
        entries: [{ reference: 'A' }, { reference: 'B' }],
      },
    ],
  })
})

test.each([
  ['began before the other had ended', '15   20 ', '12   20 '],
  ['began at the instant at which the other ended', '15   20 ', '12.4 20 '],
])('two bookings of which the later %s may have either order', (_, late, concurrent) => {
  expect(ruling({ history: overtaken.replace(late, concurrent), ledger })).toMatchObject({
    status: 'held',
    detail: '2 of 2 entries are tied to a request, and none was asked for after a later version was told',
  })
})

test('versions in the order of the requests hold, however late an answer came', () => {
  const history = `
    user sent ended outcome reference version
    1    0    90    booked  B         2
    0    1    5     booked  A         3
  `
  expect(ruling({ history, ledger }).status).toBe('held')
})

test('an inversion shows between entries that are far apart, and each late request is counted once', () => {
  const history = `
    user sent ended outcome reference version
    3    0    4     booked  D         5
    0    5    9     booked  A         2
    1    6    9     booked  B         3
    2    1    9     booked  C         4
  `
  const four = `
    version kind   reference account
    2       booked A         u0
    3       booked B         u1
    4       booked C         u2
    5       booked D         u3
  `
  const { detail, evidence } = ruling({ history, ledger: four })
  expect(detail).toBe('2 of 4 entries were asked for after a later version had been told or seen')
  expect(evidence.map(({ claim }) => claim)).toEqual([
    'user 3 was told at 4 ms that it has version 5, yet user 0, whose request left at 5 ms, was given version 2',
    'user 3 was told at 4 ms that it has version 5, yet user 1, whose request left at 6 ms, was given version 3',
  ])
})

test('a retry with the same key counts from the first attempt, whose answer was lost', () => {
  const history = `
    user sent ended outcome reference version
    1    1    10    unknown -         -
    0    0    12.4  booked  A         3
    1    15   20    booked  B         2
  `
  expect(ruling({ history, ledger, keyed: true }).status).toBe('held')
  const keyed = ledger.replace('account', 'account key').replace('u1', 'u1 k1.0').replace('u0', 'u0 -')
  expect(ruling({ history, ledger: keyed, keyed: true }).status).toBe('held')
  const anotherKey = `
    user sent ended outcome reference version operation
    1    1    10    unknown -         -       0
    0    0    12.4  booked  A         3       0
    1    15   20    booked  B         2       1
  `
  const named = keyed.replace('k1.0', 'k1.1')
  expect(ruling({ history: anotherKey, ledger: named, keyed: true }).status).toBe('violated')
  // Where the ledger shows no keys, the lost request may have made what the second was told of.
  expect(ruling({ history: anotherKey, ledger, keyed: true }).status).toBe('held')
})

test('an attempt that was refused did not make the booking of a later one', () => {
  const history = `
    user sent ended outcome  reference version
    1    1    10    conflict -         -
    0    0    12.4  booked   A         3
    1    15   20    booked   B         2
  `
  expect(ruling({ history, ledger }).status).toBe('violated')
})

test('a refused attempt did not make what its key made later', () => {
  const history = `
    user sent ended outcome  reference version
    0    0    12.4  booked   A         3
    1    1    13    conflict -         -
    1    15   20    booked   B         2
  `
  const keyed = ledger.replace('account', 'account key').replace('u1', 'u1 k1.0').replace('u0', 'u0 k0.0')
  expect(ruling({ history, ledger: keyed, keyed: true }).status).toBe('violated')
})

test('an unknown attempt that the key finds in the ledger counts from its request, and was never told', () => {
  const keyed = ledger.replace('account', 'account key').replace('u1', 'u1 k1.0').replace('u0', 'u0 k0.0')
  const lateUnknown = overtaken.replace('20    booked  B         2', '20    unknown -         -')
  expect(ruling({ history: lateUnknown, ledger: keyed, keyed: true }).status).toBe('violated')
  const earlyUnknown = overtaken.replace('12.4  booked  A         3', '12.4  unknown -         -')
  expect(ruling({ history: earlyUnknown, ledger: keyed, keyed: true }).status).toBe('held')
})

test('an answer that broke off after its status was told of the one booking that its key made', () => {
  const keyed = ledger.replace('account', 'account key').replace('u1', 'u1 k1.0').replace('u0', 'u0 k0.0')
  const brokeOff = overtaken.replace('booked  A         3', 'booked  -         -')
  expect(ruling({ history: brokeOff, ledger: keyed, keyed: true }).status).toBe('violated')
})

test('a place in the queue that is told again says nothing of who asked for it', () => {
  const history = `
    user sent ended outcome    reference operation
    0    0    30    unknown    -         0
    1    1    10    booked     B         0
    0    31   40    waitlisted W         1
  `
  const queue = `
    version kind       reference account
    2       waitlisted W         u0
    3       booked     B         u1
  `
  expect(ruling({ history, ledger: queue, opening: { waitlist: true } }).status).toBe('held')
})

test('a promotion and a cancellation may come at any time', () => {
  const history = `
    user sent ended outcome    reference version
    0    0    1     booked     A         2
    1    2    3     waitlisted W         -
    2    4    5     booked     B         6
  `
  const moves = `
    version kind       reference account
    2       booked     A         u0
    3       waitlisted W         u1
    4       cancelled  A         u0
    5       promoted   W         u1
    6       booked     B         u2
  `
  expect(ruling({ capacity: 2, history, ledger: moves }).status).toBe('held')
})

test('an answer that came before the promotion did not tell of it', () => {
  const history = `
    user sent ended outcome    reference version
    1    0    1     waitlisted W         -
    2    4    5     booked     B         3
  `
  const moves = `
    version kind       reference account
    2       waitlisted W         u1
    3       booked     B         u2
    4       promoted   W         u1
  `
  expect(ruling({ history, ledger: moves }).status).toBe('held')
})

test('a look that saw a version before a request for an earlier one left is evidence, too', () => {
  const history = `
    user sent ended outcome reference version
    0    0    90    booked  A         3
    1    15   20    booked  B         2
  `
  const reads = `
    user sent ended available version
    7    10   12    8         3
  `
  expect(ruling({ history, ledger })).toMatchObject({ status: 'held' })
  expect(ruling({ history, ledger, reads }).evidence).toMatchObject([
    {
      claim: 'user 7 was shown version 3 at 12 ms, yet user 1, whose request left at 15 ms, was given version 2',
      attempts: [{ user: 1 }],
      entries: [{ reference: 'B' }],
      looks: [{ user: 7, sentMs: 10, endedMs: 12, available: 8, version: 3 }],
    },
  ])
  // A look at less than what was installed already is stale, which is no fault of the bookings.
  const stale = reads.replace('10   12    8         3', '30   32    10        1')
  expect(ruling({ history, ledger, reads: stale }).status).toBe('held')
})

test.each<[string, Partial<Story>, string]>([
  ['a broken chain', { ledger: ledger.replace('3       booked A', '4       booked A') }, 'see version-chain'],
  ['one reference for two bookings', { ledger: ledger.replace('booked B', 'booked A') }, 'none of 2'],
  ['no versions', { ledger: ledger.replaceAll(/^ *[23] /gm, '0 ') }, 'do not say which version'],
  ['requests without an end', { launched: 3 }, 'or by 1 request whose end was never recorded'],
  ['nobody known to have asked', { history: overtaken.replaceAll(/booked +[AB] +[23]/g, 'unknown - -') }, 'none of 2'],
])('with %s it says nothing', (_, change, reason) => {
  expect(ruling({ history: overtaken, ledger, ...change })).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringContaining(reason),
  })
})

test('an account that several users share has the requests of all of them', () => {
  const shared = `
    version kind   reference account
    2       booked B         both
    3       booked A         both
  `
  expect(ruling({ history: overtaken, ledger: shared, account: 'both' }).status).toBe('violated')
  const early = `
    user sent ended outcome reference version
    2    0    1     unknown -         -
    0    0    12.4  booked  A         3
    1    15   20    booked  B         2
  `
  expect(ruling({ history: early, ledger: shared, account: 'both' }).status).toBe('held')
})

test.each([
  ['was refused', 'conflict -         -', 'X u8'],
  ['was told of another booking', 'booked   X         2', 'X u0'],
])(
  'of an account that lost an answer, an attempt that %s did not ask for what it was told of later',
  (_, told, first) => {
    const history = `
    user operation sent ended outcome  reference version
    0    0         5    8     ${told}
    2    0         0    20    booked   B         4
    0    1         30   40    booked   Y         3
    0    0         50   60    unknown  -         -
  `
    const entries = `version kind reference account\n 2 booked ${first}\n 3 booked Y u0\n 4 booked B u2`
    expect(ruling({ history, ledger: entries }).evidence).toMatchObject([
      { claim: expect.stringContaining('user 0, whose request left at 30 ms, was given version 3') },
    ])
  },
)

test('users who sent one key from one account share its first attempt', () => {
  const history = `
    user sent ended outcome reference version
    2    0    1     unknown -         -
    0    0    12.4  booked  A         3
    1    15   20    booked  B         2
  `
  const entries = `
    version kind   reference account key
    2       booked B         both    K
    3       booked A         both    L
  `
  const facts = roundFrom({ history, ledger: entries, account: 'both' })
  expect(ruleOn(realTimeOrder, { ...facts, keyOf: (user) => (user === 0 ? 'L' : 'K') }).status).toBe('held')
  expect(ruleOn(realTimeOrder, { ...facts, keyOf: (user) => ['L', 'K', 'M'][user] ?? '' }).status).toBe('violated')
})

/** User 1 asks for version 3 at 3 ms. Whether user 0 had been told of version 4 by then is the question. */
const betweenTwo = (answers: string): string => `
  user sent ended outcome    reference version
  ${answers}
  1    3    5     booked     B         3
`

test.each([
  [
    'an answer whose reference two bookings carry tells of neither',
    { history: betweenTwo('0    0    2     booked     A         2'), entries: ['A u0 -', 'B u1 -', 'A u0 -'] },
  ],
  [
    'an answer that broke off tells of neither booking where the key made two',
    { history: betweenTwo('0    0    2     booked     -         -'), entries: ['X u0 k0.0', 'B u1 k1.0', 'Y u0 k0.0'] },
  ],
  [
    'a place in the queue does not tell of a booking under the same key',
    { history: betweenTwo('0    0    2     waitlisted -         -'), entries: ['X u8 -', 'B u1 k1.0', 'Y u0 k0.0'] },
  ],
  [
    'a place in the queue does not tell of a booking under the same reference',
    { history: betweenTwo('0    0    2     waitlisted Y         -'), entries: ['X u8 -', 'B u1 k1.0', 'Y u0 -'] },
  ],
  [
    'an answer to another account tells of nothing',
    { history: betweenTwo('0    0    2     booked     Y         -'), entries: ['X u8 -', 'B u1 k1.0', 'Y u9 -'] },
  ],
])('%s', (_, { history, entries }) => {
  const rows = entries.map((entry, index) => `${index + 2} booked ${entry}`)
  const three = ['version kind reference account key', ...rows].join('\n')
  expect(ruling({ history, ledger: three, keyed: true })).toMatchObject({ status: 'held' })
})

test('a version that nobody installed says nothing about those that were', () => {
  const reads = `
    user sent ended available version
    7    0    1     8         9
  `
  for (const version of [9, 4]) {
    const ghost = reads.replace(/9\n/, `${version}\n`)
    expect(ruling({ history: overtaken.replace('12.4', '30  '), ledger, reads: ghost }).status).toBe('held')
  }
})

test('an order without an inversion holds, whatever was not recorded, and so does a ledger without entries', () => {
  const history = overtaken.replace('15   20 ', '12   20 ')
  expect(ruling({ history, ledger, launched: 3 }).status).toBe('held')
  const one = {
    history: 'user outcome reference version\n 0 booked A 2',
    ledger: 'version kind reference account\n 2 booked A u0',
  }
  expect(ruling(one).detail).toBe(
    '1 of 1 entry is tied to a request, and none was asked for after a later version was told',
  )
  expect(ruling({ history: 'user outcome\n 0 soldOut', ledger: 'version kind reference account' }).status).toBe('held')
})

/** Users 0 and 1 sent one key from one account; user 2 asked at 15 ms for the version before theirs. */
const sharedKey = (answers: string): string => `
  user sent ended outcome reference version
  ${answers}
  2    15   30    booked  B         2
`
test.each([
  ['first', '0 0 5 unknown - -\n 1 1 10 booked A 3\n 0 6 20 booked A 3'],
  ['again', '0 0 10 booked A 3\n 1 11 20 booked A 3'],
  ['last, behind a refusal', '3 0 1 rateLimited - -\n 0 0 10 booked A 3\n 1 11 20 booked A 3'],
])('a booking that is told of more than once counts from the answer that came first, and not %s', (_, answers) => {
  const entries = `
    version kind   reference account key
    2       booked B         both    L
    3       booked A         both    K
  `
  const facts = roundFrom({ history: sharedKey(answers), ledger: entries, account: 'both' })
  expect(ruleOn(realTimeOrder, { ...facts, keyOf: (user) => (user === 2 ? 'L' : 'K') }).evidence).toMatchObject([
    { claim: expect.stringContaining('was told at 10 ms that it has version 3, yet user 2') },
  ])
})

test('of users who sent one key, the one who sent it first asked for what it made', () => {
  const history = `
    user sent ended outcome reference version
    0    0    12.4  booked  A         3
    1    16   20    booked  B         2
    2    15   21    booked  B         2
  `
  const entries = `
    version kind   reference account key
    2       booked B         both    K
    3       booked A         both    L
  `
  const facts = roundFrom({ history, ledger: entries, account: 'both' })
  expect(ruleOn(realTimeOrder, { ...facts, keyOf: (user) => (user === 0 ? 'L' : 'K') }).evidence).toMatchObject([
    { claim: expect.stringContaining('yet user 2, whose request left at 15 ms, was given version 2') },
  ])
})

test('an account that was told of a booking twice asked for it when it first asked', () => {
  const history = `
    user sent ended outcome reference version
    2    0    5     booked  B         3
    0    8    10    booked  A         2
    1    1    20    booked  A         2
  `
  const entries = `
    version kind   reference account
    2       booked A         both
    3       booked B         u2
  `
  const facts = roundFrom({ history, ledger: entries })
  const accountOf = (user: number) => userId(user === 2 ? 'u2' : 'both')
  expect(ruleOn(realTimeOrder, { ...facts, accountOf }).status).toBe('held')
  const alone = (user: number) => (user === 1 ? userId('u1') : accountOf(user))
  expect(ruleOn(realTimeOrder, { ...facts, accountOf: alone }).status).toBe('violated')
})

test('what a key made for another account is not held against the request that sent it', () => {
  const history = `
    user sent ended outcome reference version
    1    0    5     booked  B         3
    0    15   20    booked  A         2
  `
  const entries = (account: string) => `
    version kind   reference account key
    2       booked A         ${account} k0.0
    3       booked B         u1         k1.0
  `
  expect(ruling({ history, ledger: entries('u9'), keyed: true }).status).toBe('held')
  expect(ruling({ history, ledger: entries('u0'), keyed: true }).status).toBe('violated')
})

test.each([
  ['with its version', '4', 'violated'],
  ['without a version', '-', 'held'],
  ['with the version of the place in the queue', '2', 'held'],
])('an answer of a booking %s tells of the promotion that made it, or does not', (_, version, status) => {
  const moves = `
    version kind       reference account
    2       waitlisted W         u0
    3       booked     B         u1
    4       promoted   W         u0
  `
  expect(ruling({ history: betweenTwo(`0 0 2 booked W ${version}`), ledger: moves }).status).toBe(status)
})

test.each([
  ['a booking and a place in the queue', '2 booked A u0 -', '4 waitlisted A u0 -', '0 0 2 booked A 2'],
  ['a place that the key has in the queue', '2 booked X u8 -', '4 waitlisted Y u0 k0.0', '0 0 2 booked - -'],
  ['what the key made under another name', '2 booked X u8 -', '4 booked Y u0 k0.0', '0 0 2 booked Z -'],
])('an answer does not tell of %s', (_, first, last, answer) => {
  const moves = `version kind reference account key\n ${first}\n 3 booked B u1 k1.0\n ${last}`
  expect(ruling({ history: betweenTwo(answer), ledger: moves, keyed: true }).status).toBe('held')
})

test('whoever asked after a cancellation was told has a later version; one that overlaps it, any', () => {
  const rebooked = `
    user sent ended outcome reference version step
    0    0    2     booked  A         2       0
    1    25   27    booked  B         3       2
  `
  const returned = `
    version kind      reference account
    2       booked    A         u0
    3       booked    B         u1
    4       cancelled A         u0
  `
  const toldAt = (sent: number, ended: number) =>
    ruleOn(
      realTimeOrder,
      roundFrom({
        history: rebooked,
        ledger: returned,
        cancellations: `user reference outcome sent ended\n 0 A cancelled ${sent} ${ended}`,
      }),
    )
  expect(toldAt(20, 22)).toMatchObject({
    status: 'violated',
    evidence: [
      {
        claim:
          'user 0 was told at 22 ms that A is cancelled, which is version 4, yet user 1, whose request left at 25 ms, ' +
          'was given version 3',
        attempts: [{ user: 0, outcome: 'cancelled' }, { user: 1 }],
      },
    ],
  })
  expect(toldAt(20, 25).status).toBe('held')
  expect(toldAt(24, 30).status).toBe('held')
})

test.each(['booked', 'waitlisted'])('that a reference is cancelled tells of nothing where it was %s twice', (kind) => {
  const history = `
    user sent ended outcome reference version
    0    0    2     booked  A         2
    1    25   27    booked  B         3
  `
  const entries = (other: string) => `
    version kind      reference account
    2       ${kind}   A         u0
    3       booked    B         u1
    4       ${kind}   ${other}  u9
    5       cancelled A         u0
  `
  const cancellations = 'user reference outcome sent ended\n 0 A cancelled 20 22'
  expect(ruling({ history, ledger: entries('C'), cancellations }).status).toBe('violated')
  expect(ruling({ history, ledger: entries('A'), cancellations }).status).toBe('held')
})
