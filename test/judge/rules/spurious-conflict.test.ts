import { expect, test } from 'vitest'
import { spuriousConflict } from '../../../src/judge/rules/spurious-conflict.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

type Story = Parameters<typeof roundFrom>[0]

const ruling = (story: Story) => ruleOn(spuriousConflict, roundFrom(story))

const ledger = `
  version kind   reference account
  2       booked A         u0
  3       booked B         u1
`
/** Two bookings, from 0 to 2 and from 10 to 12 ms, and a conflict at some time. */
const conflictAt = (sent: number, ended: number): string => `
  user sent    ended    outcome  reference version
  0    0       2        booked   A         2
  9    ${sent} ${ended} conflict -         -
  1    10      12       booked   B         3
`

test('a conflict between two writes, at neither of them, is named with both', () => {
  expect(ruling({ history: conflictAt(3.1, 9), ledger })).toMatchObject({
    status: 'violated',
    detail: '1 of 1 conflict came while no write can have happened',
    evidence: [
      {
        claim:
          'user 9 was told of a conflict between 3.1 ms and 9 ms, but user 0 was told at 2 ms that it has version 2, ' +
          'and version 3 cannot have been written before 10 ms, when the request of user 1 left',
        attempts: [{ user: 9 }, { user: 0 }, { user: 1 }],
        entries: [{ reference: 'A' }, { reference: 'B' }],
      },
    ],
  })
})

test.each([
  ['met the write before', 1, 9],
  ['began as the write before was answered', 2, 9],
  ['ended as the request of the next write left', 3, 10],
  ['met the next write', 3, 11],
  ['met both', 1, 30],
])('a conflict that %s is right', (_, sent, ended) => {
  expect(ruling({ history: conflictAt(sent, ended), ledger })).toMatchObject({
    status: 'held',
    detail: '1 conflict, each during a request in which a write can have happened',
  })
})

test('before the first write and after the last, there is nothing to lose against', () => {
  expect(ruling({ history: conflictAt(-5, -1), ledger }).evidence).toMatchObject([
    {
      claim:
        'user 9 was told of a conflict between -5 ms and -1 ms, but nothing had been written before, and version 2 ' +
        'cannot have been written before 0 ms, when the request of user 0 left',
      attempts: [{ user: 9 }, { user: 0 }],
      entries: [{ reference: 'A' }],
    },
  ])
  expect(ruling({ history: conflictAt(13, 15), ledger }).evidence).toMatchObject([
    {
      claim:
        'user 9 was told of a conflict between 13 ms and 15 ms, but user 1 was told at 12 ms that it has version 3, ' +
        'and nothing was written after that',
      attempts: [{ user: 9 }, { user: 1 }],
      entries: [{ reference: 'B' }],
    },
  ])
  const untouched = { history: 'user outcome\n 0 conflict', ledger: 'version kind reference account' }
  expect(ruling(untouched).evidence[0]?.claim).toBe(
    'user 0 was told of a conflict between 0 ms and 10 ms, but nothing had been written before, and nothing was ' +
      'written after that',
  )
})

test('a write that nobody was told of may have come late', () => {
  const history = conflictAt(3, 9).replace('booked   A         2', 'unknown  -         -')
  const keyed = ledger.replace('account', 'account key').replace('u0', 'u0 k0.0').replace('u1', 'u1 k1.0')
  expect(ruling({ history, ledger: keyed, keyed: true }).status).toBe('held')
})

test('a write of somebody else may have come at any time between those around it', () => {
  const foreign = `
    version kind      reference account
    2       booked    A         u0
    3       cancelled A         u0
    4       booked    B         u1
  `
  const history = (sent: number, ended: number) => conflictAt(sent, ended).replace('B         3', 'B         4')
  expect(ruling({ history: history(3, 9), ledger: foreign }).status).toBe('held')
  expect(ruling({ history: history(13, 15), ledger: foreign }).status).toBe('violated')
})

test('an entry is no later than one after it that was told, and no earlier than one before it was asked for', () => {
  const history = `
    user sent ended outcome  reference version
    0    0    2     booked   A         3
    9    3    9     conflict -         -
    1    0    30    booked   B         2
    2    10   30    booked   C         4
    3    0    30    booked   D         5
  `
  const four = `
    version kind   reference account
    2       booked B         u1
    3       booked A         u0
    4       booked C         u2
    5       booked D         u3
  `
  expect(ruling({ history, ledger: four }).evidence[0]?.claim).toBe(
    'user 9 was told of a conflict between 3 ms and 9 ms, but user 0 was told at 2 ms that it has version 3, and ' +
      'version 4 cannot have been written before 10 ms, when the request of user 2 left',
  )
})

test('a kept answer that is repeated to the same key may be as old as the first attempt', () => {
  const history = `
    user sent ended outcome  reference version
    0    0    2     booked   A         2
    9    1    2.5   unknown  -         -
    9    3    9     conflict -         -
    1    10   12    booked   B         3
  `
  expect(ruling({ history, ledger, keyed: true }).status).toBe('held')
})

test('a kept answer may be as old as the attempt that was sent first, whichever ended first', () => {
  const history = `
    user attempt sent ended outcome  reference version
    0    1       0    2     booked   A         2
    9    2       3    9     conflict -         -
    9    1       1    9.5   unknown  -         -
    1    1       10   12    booked   B         3
  `
  expect(ruling({ history, ledger, keyed: true }).status).toBe('held')
  // Nobody else's request is one that it could be as old as.
  const later = history.replace('9    1       1 ', '9    1       4 ')
  expect(ruling({ history: later, ledger, keyed: true }).status).toBe('violated')
})

test('where no conflict was told of, there is nothing to look into, whatever the ledger is like', () => {
  const history = 'user outcome reference version\n 0 booked A 2'
  const broken = ledger.replace('3  ', '9  ')
  expect(ruling({ history, ledger: broken })).toMatchObject({
    status: 'held',
    isIdle: true,
    detail: 'no request was answered with a conflict',
  })
  const soldOut = { history: `${history}\n 1 soldOut - -`, ledger: broken }
  expect(ruling(soldOut)).toMatchObject({ status: 'held', isIdle: true })
})

test.each<[string, Partial<Story>, string]>([
  ['a broken chain', { ledger: ledger.replace('3       b', '4       b') }, 'see version-chain'],
  ['a change of capacity', { final: { capacity: 11 } }, 'see conservation'],
  ['requests without an end', { launched: 4 }, 'unless it was one of 1 request whose end was never recorded'],
  [
    'versions against the order of the requests',
    { history: conflictAt(3, 9).replace('0    0 ', '0    20').replace(' 2   ', ' 22  ') },
    'see real-time-order',
  ],
])('with %s it says nothing', (_, change, reason) => {
  expect(ruling({ history: conflictAt(3, 9), ledger, ...change })).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringContaining(reason),
  })
})
