import { expect, test } from 'vitest'
import { justifiedRefusal } from '../../../src/judge/rules/justified-refusal.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

type Story = Parameters<typeof roundFrom>[0]

const ruling = (story: Story) => ruleOn(justifiedRefusal, roundFrom({ capacity: 2, ...story }))

const ledger = `
  version kind   reference account
  2       booked A         u0
  3       booked B         u1
`
/** Two seats, booked from 0 to 2 and from 10 to 12 ms, and somebody who is told at some time that it is sold out. */
const soldOutAt = (sent: number, ended: number): string => `
  user sent    ended    outcome reference version
  0    0       2        booked  A         2
  9    ${sent} ${ended} soldOut -         -
  1    10      12       booked  B         3
`

test('whoever is told that it is sold out while a seat is left is named, with what was left', () => {
  expect(ruling({ history: soldOutAt(3, 9), ledger })).toMatchObject({
    status: 'violated',
    level: 'versions',
    detail: '1 of 1 answer that it is sold out, or to wait was right at no moment of the request',
    evidence: [
      {
        claim:
          'user 9 was told that 1 seat cannot be had between 3 ms and 9 ms, but only version 2 can have been current ' +
          'then, with 1 seat left',
        attempts: [{ user: 9 }, { user: 0 }, { user: 1 }],
        entries: [{ reference: 'A' }, { reference: 'B' }],
      },
    ],
  })
})

test.each([
  ['met the last booking', 3, 11],
  ['ended as the last request left', 3, 10],
  ['came after the last booking', 13, 15],
])('a refusal that %s is right', (_, sent, ended) => {
  expect(ruling({ history: soldOutAt(sent, ended), ledger })).toMatchObject({
    status: 'held',
    detail: '1 answer that it is sold out, or to wait: each was right at some moment of its request',
  })
})

test('several who were refused wrongly are counted', () => {
  const history = `${soldOutAt(3, 9).trimEnd()}\n 8 3 9 soldOut - -`
  expect(ruling({ history, ledger })).toMatchObject({
    status: 'violated',
    detail: '2 of 2 answers that it is sold out, or to wait were right at no moment of the request',
    evidence: [{ attempts: [{ user: 9 }, { user: 0 }, { user: 1 }] }, { attempts: [{ user: 8 }, {}, {}] }],
  })
})

test('several versions that were current meanwhile are told with all that they left', () => {
  const three = { capacity: 4, history: soldOutAt(1, 11), ledger }
  expect(ruling(three).evidence[0]?.claim).toBe(
    'user 9 was told that 1 seat cannot be had between 1 ms and 11 ms, but only versions 1 to 3 can have been current ' +
      'then, with 4, 3 and 2 seats left',
  )
})

test('a party is refused for what it asked for', () => {
  const history = soldOutAt(3, 9)
  const facts = roundFrom({ capacity: 2, history, ledger })
  const asking = (seats: number) => ({
    ...facts,
    planned: { ...facts.planned, seatsOf: (user: number) => (user === 9 ? seats : 1) },
  })
  expect(ruleOn(justifiedRefusal, asking(1)).status).toBe('violated')
  expect(ruleOn(justifiedRefusal, asking(2)).status).toBe('held')
})

test('a seat that was given back may have been missed by whoever asked before', () => {
  const returned = `
    version kind      reference account
    2       booked    A         u0
    3       booked    B         u1
    4       cancelled A         u0
    5       booked    C         u2
  `
  const history = (sent: number, ended: number) => `
    user sent    ended    outcome reference version
    0    0       2        booked  A         2
    1    0       2        booked  B         3
    2    20      22       booked  C         5
    9    ${sent} ${ended} soldOut -         -
  `
  expect(ruling({ history: history(3, 9), ledger: returned }).status).toBe('held')
  expect(ruling({ capacity: 3, history: history(3, 9), ledger: returned }).status).toBe('violated')
})

test('a refusal that is kept with its key may be as old as the first attempt', () => {
  const moves = `
    version kind      reference account
    2       booked    A         u0
    3       booked    B         u1
    4       cancelled A         u0
    5       booked    C         u2
    6       cancelled B         u1
    7       booked    D         u3
  `
  const history = `
    user sent ended outcome reference version
    0    0    2     booked  A         2
    1    0    2     booked  B         3
    9    3    4     unknown -         -
    2    20   22    booked  C         5
    3    30   32    booked  D         7
    9    33   34    soldOut -         -
  `
  expect(ruling({ capacity: 3, history, ledger: moves, keyed: true }).status).toBe('violated')
  expect(ruling({ capacity: 2, history, ledger: moves, keyed: true }).status).toBe('held')
})

test('whoever had to wait although there was room, and nobody waited, was turned away wrongly', () => {
  const history = `
    user sent ended outcome    reference version
    0    0    2     booked     A         2
    9    3    9     waitlisted W         -
    1    10   12    booked     B         4
  `
  const queue = `
    version kind       reference account
    2       booked     A         u0
    3       waitlisted W         u9
    4       booked     B         u1
  `
  const waiting = { history, ledger: queue, opening: { waitlist: true } }
  expect(ruling(waiting)).toMatchObject({
    status: 'violated',
    evidence: [
      {
        claim:
          'user 9, whose request left at 3 ms, had to wait for 1 seat from version 3 on, but nobody waited before, and ' +
          'only version 2 can have been current then, with 1 seat left',
        attempts: [{ user: 9 }, { user: 0 }],
      },
    ],
  })
  expect(ruling({ ...waiting, capacity: 1 }).status).toBe('held')
  const alone = 'version kind reference account\n 2 waitlisted W u9'
  const first = 'user sent ended outcome reference\n 9 3 9 waitlisted W'
  expect(ruling({ ...waiting, history: first, ledger: alone }).evidence).toMatchObject([{ attempts: [{ user: 9 }] }])
  // Whoever looks first and joins later may have looked when the event was full.
  const hesitant = history.replace('0    0    2 ', '0    0    20')
  expect(ruling({ ...waiting, history: hesitant }).status).toBe('violated')
})

test('while somebody waits, a newcomer has to wait, or may be refused, whatever is left', () => {
  const history = (newcomer: string) => `
    user sent ended outcome    reference version
    0    0    2     booked     A         2
    1    0    2     booked     B         3
    8    3    9     waitlisted W         -
    ${newcomer}
  `
  const queue = (newcomer: string) => `
    version kind       reference account seats
    2       booked     A         u0      1
    3       booked     B         u1      1
    4       waitlisted W         u8      2
    5       cancelled  A         u0      1
    ${newcomer}
  `
  const waits = queue('6       waitlisted X         u9      1')
  expect(ruling({ history: history('9 20 30 waitlisted X -'), ledger: waits }).status).toBe('held')
  expect(ruling({ history: history('9 20 30 soldOut    - -'), ledger: queue('') }).status).toBe('held')
})

test('once the last who waited has left the queue, there is no reason to refuse a newcomer', () => {
  const history = `
    user sent ended outcome    reference version
    0    0    2     booked     A         2
    8    3    9     waitlisted W         -
    1    20   22    booked     B         6
    9    30   35    soldOut    -         -
    2    40   45    booked     C         7
  `
  const left = (end: string) => `
    version kind       reference account seats
    2       booked     A         u0      2
    3       waitlisted W         u8      1
    4       cancelled  A         u0      2
    5       ${end}
    6       booked     B         u1      1
    7       booked     C         u2      1
  `
  const round = { capacity: 2, history, opening: { waitlist: true } }
  expect(ruling({ ...round, ledger: left('cancelled  W         u8      0') }).status).toBe('violated')
  expect(ruling({ ...round, capacity: 3, ledger: left('promoted   W         u8      1') }).status).toBe('violated')
})

test('who waited before the round may be waiting still', () => {
  const history = `
    user sent ended outcome reference
    9    0    9     soldOut -
  `
  const nothing = 'version kind reference account'
  const opening = { available: 1, waitlist: true }
  expect(ruling({ history, ledger: nothing, opening }).status).toBe('held')
  expect(ruling({ history, ledger: nothing, opening: { available: 1 } }).status).toBe('violated')
})

test('seats that conflicts alone left unsold are counted, and are no violation', () => {
  const history = `
    user outcome  reference version
    0    booked   A         2
    1    conflict -         -
    2    conflict -         -
  `
  expect(ruling({ capacity: 10, history, ledger: ledger.replace(/\n *3 .*/, '') })).toMatchObject({
    status: 'held',
    isIdle: false,
    detail:
      'nobody was told that it is sold out, or had to wait; 9 seats left unsold while 2 users ended with a refusal',
  })
})

test('only what was for sale can be left unsold, and only where somebody was refused', () => {
  const nobody = 'nobody was told that it is sold out, or had to wait'
  const one = 'version kind reference account\n 2 booked A u0'
  const history = 'user outcome reference version\n 0 booked A 2'
  expect(ruling({ capacity: 10, history, ledger: one })).toMatchObject({ isIdle: true, detail: nobody })
  const refused = `${history}\n 1 conflict - -\n 2 rateLimited - -\n 3 rejected - -`
  expect(ruling({ capacity: 10, opening: { available: 4 }, history: refused, ledger: one })).toMatchObject({
    isIdle: false,
    detail: `${nobody}; 3 seats left unsold while 3 users ended with a refusal`,
  })
  expect(ruling({ capacity: 10, opening: { available: 1 }, history: refused, ledger: one }).detail).toBe(nobody)
})

test.each<[string, Partial<Story>, string]>([
  ['a broken chain', { ledger: ledger.replace('3       b', '4       b') }, 'see version-chain'],
  ['a change of capacity', { final: { capacity: 3 } }, 'see conservation'],
  ['a counter that is not what the entries leave', { final: { available: 1 } }, 'see sources-agree'],
  ['requests without an end', { launched: 4 }, 'unless 1 request whose end was never recorded came before'],
  [
    'versions against the order of the requests',
    { history: soldOutAt(3, 9).replace('0    0       2 ', '0    20      22') },
    'see real-time-order',
  ],
])('with %s it says nothing', (_, change, reason) => {
  expect(ruling({ history: soldOutAt(3, 9), ledger, ...change })).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringContaining(reason),
  })
})

test('without versions, an event that all of its bookings together never filled was never sold out', () => {
  const unversioned = ledger.replaceAll(/^ *[23] /gm, '0 ')
  const story = { history: soldOutAt(3, 9), ledger: unversioned }
  expect(ruling({ ...story, capacity: 3 })).toMatchObject({
    status: 'violated',
    level: 'ledger',
    detail:
      '1 refusal said that it is sold out, which it never was; 1 seat left unsold while 1 user ended with a refusal',
    evidence: [
      {
        claim: 'user 9 was told that it is sold out, but the bookings of the whole round, 2 seats in all, left 1 of 3',
        attempts: [{ user: 9 }],
      },
    ],
  })
  const openRounds: readonly Partial<Story>[] = [
    { capacity: 2 },
    { capacity: 3, seats: 2 },
    { capacity: 3, final: { capacity: 4 } },
    { capacity: 3, opening: { waitlist: true } },
    { capacity: 3, ledger: unversioned.replace('booked B', 'waitlisted B') },
    { capacity: 3, ledger: `${unversioned.trimEnd()}\n 0 promoted C u3` },
  ]
  const nobody = story.history.replace(/\n *9 .*/, '')
  expect(ruling({ ...story, history: nobody })).toMatchObject({ status: 'held', level: 'ledger' })
  for (const open of openRounds) {
    expect(ruling({ ...story, ...open })).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('do not say which version'),
    })
  }
})

test('without versions, seats that were given back are not counted as sold once more', () => {
  const history = `${soldOutAt(3, 9).trimEnd()}\n 9 10 11 conflict - -`
  const returned = 'version kind reference account\n 0 booked A u0\n 0 booked B u1\n 0 cancelled A u0'
  expect(ruling({ history, ledger: returned, capacity: 3 })).toMatchObject({
    status: 'violated',
    detail: expect.stringMatching(/^1 refusal said that it is sold out, which it never was/),
    evidence: [{ attempts: [{ user: 9, outcome: 'soldOut' }] }],
  })
  expect(ruling({ history, ledger: returned, capacity: 2 }).status).toBe('inconclusive')
})

test('an earlier refusal that leaves fewer versions to a later one is told with it', () => {
  const history = `
    user sent ended outcome reference version
    8    20   21    soldOut -         -
    9    30   31    soldOut -         -
    0    0    90    booked  A         2
    1    50   90    booked  B         3
  `
  const facts = roundFrom({ capacity: 2, history, ledger })
  const planned = { ...facts.planned, seatsOf: (user: number) => (user === 8 ? 2 : 1) }
  expect(ruleOn(justifiedRefusal, { ...facts, planned }).evidence).toMatchObject([
    {
      claim:
        'user 9 was told that 1 seat cannot be had between 30 ms and 31 ms, but only version 2 can have been current ' +
        'then, with 1 seat left, after user 8 was told that 2 seats cannot be had at 21 ms',
      attempts: [{ user: 9 }, { user: 8 }, { user: 1 }],
    },
  ])
})

test('a seat that was told to be given back is there for whoever asks after that, and not before', () => {
  const returned = `${ledger.trimEnd()}\n  4 cancelled A u0`
  const cancellations = 'user reference outcome sent ended\n 0 A cancelled 20 22'
  const askedAt = (sent: number, ended: number, told = cancellations) =>
    ruling({ history: soldOutAt(sent, ended), ledger: returned, cancellations: told })
  expect(askedAt(25, 26)).toMatchObject({
    status: 'violated',
    evidence: [
      {
        attempts: [{ user: 9 }, { user: 0, outcome: 'cancelled' }],
        entries: [{ kind: 'cancelled' }],
      },
    ],
  })
  expect(askedAt(22, 26).status).toBe('held')
  expect(askedAt(25, 26, cancellations.replace('cancelled', 'unknown')).status).toBe('held')
})
