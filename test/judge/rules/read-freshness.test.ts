import { describe, expect, test } from 'vitest'
import { readFreshness } from '../../../src/judge/rules/read-freshness.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

type Story = Parameters<typeof roundFrom>[0]

const ruling = (story: Partial<Story>) =>
  ruleOn(readFreshness, roundFrom({ capacity: 5, history: twoBookings, ledger, ...story }))

/** Two bookings of five seats, from 0 to 2 and from 10 to 12 ms: 4 and then 3 are left. */
const twoBookings = `
  user sent ended outcome reference version
  0    0    2     booked  A         2
  1    10   12    booked  B         3
`
const ledger = `
  version kind   reference account
  2       booked A         u0
  3       booked B         u1
`
const look = (sent: number, ended: number, available: number, version: number | '-' = '-'): string => `
  user sent    ended    available    version
  7    ${sent} ${ended} ${available} ${version}
`

test('where nobody looked, it holds and says so', () => {
  const detail = 'nobody looked at the event while it was being sold'
  expect(ruling({})).toMatchObject({ status: 'held', detail })
  // A look that was sent before the first attempt may show anything that was before.
  expect(ruling({ reads: look(-1, 20, 99) })).toMatchObject({ status: 'held', detail })
})

test('a look at a version that had been replaced before it began is stale', () => {
  expect(ruling({ reads: look(15, 16, 4, 2) })).toMatchObject({
    status: 'violated',
    detail: '1 of 1 look showed the event as it was at no moment of the look',
    evidence: [
      {
        claim:
          'user 1 was told at 12 ms that it has version 3, yet user 7, who looked at 15 ms, was shown version 2 ' +
          '(4 available)',
        attempts: [{ user: 1 }],
        entries: [{ reference: 'A' }, { reference: 'B' }],
        looks: [{ user: 7, sentMs: 15, endedMs: 16, available: 4, version: 2 }],
      },
    ],
  })
})

test.each([
  ['the version of the moment', look(3, 9, 4, 2)],
  ['the version that was being replaced', look(11, 16, 4, 2)],
  ['the version that was replaced as the look began', look(12, 16, 4, 2)],
  ['a version that its buyer was not told of yet', look(10, 11, 3, 3)],
  ['the opening, before anybody was told of anything', look(1, 2, 5, 1)],
  ['the seats of the moment', look(3, 9, 4)],
  ['the seats that were being taken', look(11, 16, 4)],
  ['the seats left in the end', look(15, 16, 3)],
])('a look may show %s', (_, reads) => {
  expect(ruling({ reads })).toMatchObject({
    status: 'held',
    detail: '1 look, each of which showed the event as it was at some moment of the look',
  })
})

test('seats that were left before the look began are stale, although no version says so', () => {
  expect(ruling({ reads: look(15, 16, 4) }).evidence).toMatchObject([
    {
      claim:
        'user 7 was shown 4 seats left between 15 ms and 16 ms, but only version 3 can have been current then, with ' +
        '3 seats left',
      attempts: [{ user: 1 }],
      entries: [{ reference: 'B' }],
      looks: [{ user: 7, sentMs: 15, endedMs: 16, available: 4, version: null }],
    },
  ])
})

test('seats that were only left after the look had ended were shown too early', () => {
  expect(ruling({ reads: look(3, 9, 3) }).evidence[0]?.claim).toBe(
    'user 7 was shown 3 seats left between 3 ms and 9 ms, but only version 2 can have been current then, with 4 seats left',
  )
})

const slow = twoBookings.replace(' 2  ', ' 90 ').replace(' 12  ', ' 90  ')

test('a reader alone can see time run backwards', () => {
  const reads = `
    user sent ended available version
    7    20   21    3         3
    7    22   23    4         2
  `
  const claim =
    'user 7 was shown version 3 at 21 ms, yet the same user, who looked at 22 ms, was shown version 2 (4 available)'
  expect(ruling({ history: slow, reads }).evidence).toMatchObject([{ claim }])
  expect(ruling({ history: slow, reads }).evidence).toMatchObject([
    {
      attempts: [],
      entries: [{ version: 2 }, { version: 3 }],
      looks: [
        { user: 7, sentMs: 20, endedMs: 21, available: 3, version: 3 },
        { user: 7, sentMs: 22, endedMs: 23, available: 4, version: 2 },
      ],
    },
  ])
  const others = reads.replace('7    22', '8    22')
  expect(ruling({ history: slow, reads: others }).evidence[0]?.claim).toContain('yet user 8, who looked at 22 ms')
  expect(ruling({ history: slow, reads: reads.replace('22   23', '21   23') }).status).toBe('held')
})

test('time runs backwards without a ledger, too, and without versions in it', () => {
  const reads = `
    user sent ended available version
    7    20   21    3         3
    7    22   23    4         2
  `
  const facts = roundFrom({ history: slow, reads })
  expect(ruleOn(readFreshness, facts)).toMatchObject({
    status: 'violated',
    level: 'answers',
    detail: '1 look went back to a version that had been replaced already',
    evidence: [
      {
        claim:
          'user 7 was shown version 3 at 21 ms, yet the same user, who looked at 22 ms, was shown version 2 ' +
          '(4 available)',
        attempts: [],
        entries: [],
      },
    ],
  })
  // A look that named no version may have seen any.
  const untold = roundFrom({ history: slow, reads: reads.replace(/2\n *$/, '-') })
  expect(ruleOn(readFreshness, untold).status).toBe('inconclusive')
  const forwards = roundFrom({ history: slow, reads: look(20, 21, 3, 3) })
  expect(ruleOn(readFreshness, forwards)).toMatchObject({
    status: 'inconclusive',
    detail: 'the ledger could not be read: the target has none',
  })
  const unversioned = ledger.replaceAll(/^ *[23] /gm, '0 ')
  expect(ruling({ history: slow, reads, ledger: unversioned })).toMatchObject({ status: 'violated', level: 'ledger' })
  expect(ruling({ history: slow, reads: look(20, 21, 3, 3), ledger: unversioned })).toMatchObject({
    status: 'inconclusive',
    detail: 'the entries of the ledger do not say which version they installed',
  })
})

test('looks without a version run backwards where no order of theirs explains them all', () => {
  const reads = `
    user sent ended available
    7    20   21    3
    7    22   23    4
  `
  expect(ruling({ history: slow, reads }).evidence).toMatchObject([
    {
      claim:
        'user 7 was shown 4 seats left between 22 ms and 23 ms, but only version 3 can have been current then, with ' +
        '3 seats left, after user 7 was shown 3 seats left at 21 ms',
      attempts: [],
      entries: [{ reference: 'B' }],
    },
  ])
  expect(ruling({ history: slow, reads: reads.replace('22   23', '21   23') }).status).toBe('held')
})

test('a look and a refusal can contradict each other where neither is wrong by itself', () => {
  const soldOut = `
    user sent ended outcome reference version
    0    0    90    booked  A         2
    1    0    90    booked  B         3
    9    20   21    soldOut -         -
  `
  const story = { capacity: 2, history: soldOut }
  expect(ruling({ ...story, reads: look(22, 23, 1) }).evidence).toMatchObject([
    {
      claim:
        'user 7 was shown 1 seat left between 22 ms and 23 ms, but only version 3 can have been current then, with ' +
        '0 seats left, after user 9 was told that 1 seat cannot be had at 21 ms',
      attempts: [{ user: 9 }],
    },
  ])
  expect(ruling({ ...story, reads: look(21, 23, 1) }).status).toBe('held')
  // Where the refusal is wrong by itself, it is no measure for a look, and no excuse for one either.
  expect(ruling({ capacity: 3, history: soldOut, reads: look(22, 23, 2) }).status).toBe('held')
  expect(ruling({ capacity: 3, history: soldOut, reads: look(22, 23, 9) }).status).toBe('violated')
})

test('a version that nobody installed, and seats that a version did not leave, are seen at once', () => {
  expect(ruling({ reads: look(15, 16, 2, 4) }).evidence).toEqual([
    {
      claim: 'user 7 was shown version 4 at 16 ms, but the event had only versions 1 to 3',
      attempts: [],
      entries: [],
      looks: [{ user: 7, sentMs: 15, endedMs: 16, available: 2, version: 4 }],
    },
  ])
  expect(ruling({ reads: look(15, 16, 9, 0) }).evidence[0]?.claim).toBe(
    'user 7 was shown version 0 at 16 ms, but the event had only versions 1 to 3',
  )
  expect(ruling({ reads: look(0, 1, 9, 0) }).status).toBe('violated')
  expect(ruling({ reads: look(15, 16, 4, 3) }).evidence).toEqual([
    {
      claim: 'user 7 was shown 4 seats left at version 3 at 16 ms, but that version left 3',
      attempts: [],
      entries: [],
      looks: [{ user: 7, sentMs: 15, endedMs: 16, available: 4, version: 3 }],
    },
  ])
})

test('the event as it was opened has no entry to show', () => {
  expect(ruling({ reads: look(15, 16, 5, 1) }).evidence).toMatchObject([
    { attempts: [{ user: 0 }], entries: [{ reference: 'A' }] },
  ])
})

test('each look is counted once, and five are shown', () => {
  const looks = Array.from({ length: 8 }, (_, index) => `${index} ${20 + index} 40 4 2`)
  const { detail, evidence } = ruling({ reads: ['user sent ended available version', ...looks].join('\n') })
  expect(detail).toBe('8 of 8 looks showed the event as it was at no moment of the look')
  expect(evidence).toHaveLength(5)
})

test.each<[string, Partial<Story>, string]>([
  ['a broken chain', { ledger: ledger.replace('3       b', '4       b') }, 'see version-chain'],
  ['a change of capacity', { final: { capacity: 6 } }, 'see conservation'],
  ['requests without an end', { launched: 3 }, 'unless 1 request whose end was never recorded came before'],
  [
    'versions against the order of the requests',
    { history: twoBookings.replace('0    0    2 ', '0    20   22') },
    'see real-time-order',
  ],
  ['a version that was seen before it was asked for', { reads: look(3, 9, 3, 3) }, 'see real-time-order'],
])('with %s it says nothing', (_, change, reason) => {
  expect(ruling({ reads: look(15, 16, 4), ...change })).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringContaining(reason),
  })
})

test('where the capacity changed, the order of the versions is judged all the same', () => {
  expect(ruling({ reads: look(15, 16, 4, 2), final: { capacity: 6 } }).status).toBe('violated')
  expect(ruling({ reads: look(15, 16, 9, 3), final: { capacity: 6 } }).status).toBe('inconclusive')
})

describe('a cancellation that was told', () => {
  /** Given back from 20 to 22 ms: from 3 to 4 seats are left. */
  const returned = `${ledger.trimEnd()}\n  4 cancelled A u0`
  const cancelled = (...rows: readonly string[]) => ['user reference outcome sent ended version', ...rows].join('\n')
  const once = cancelled('0 A cancelled 20 22 4')

  test('bounds its version: a later look that shows the one before is stale', () => {
    expect(ruling({ ledger: returned, cancellations: once, reads: look(25, 26, 3, 3) })).toMatchObject({
      status: 'violated',
      evidence: [
        {
          claim:
            'user 0 was told at 22 ms that A is cancelled, which is version 4, yet user 7, who looked at 25 ms, was ' +
            'shown version 3 (3 available)',
          attempts: [{ user: 0, outcome: 'cancelled', reference: 'A' }],
          entries: [{ reference: 'B' }, { reference: 'A', kind: 'cancelled' }],
        },
      ],
    })
    expect(ruling({ ledger: returned, cancellations: once, reads: look(25, 26, 3) }).status).toBe('violated')
  })

  test.each([
    ['a look that overlaps it', once, look(21, 26, 3, 3)],
    ['a look that began as it was told', once, look(22, 26, 3, 3)],
    ['a look at what it left', once, look(25, 26, 4, 4)],
    ['a look at what it left, before anybody asked', once, look(13, 14, 4, 4)],
    ['a look after it, where nobody was told of it', cancelled('0 A unknown 20 22 -'), look(25, 26, 3, 3)],
    ['a look after it was only refused', cancelled('0 A refused 20 22 -', '1 A gone 20 22 -'), look(25, 26, 3, 3)],
  ])('accuses nobody of %s', (_, cancellations, reads) => {
    expect(ruling({ ledger: returned, cancellations, reads }).status).toBe('held')
  })

  test('does so from the first of its answers, and without a version of its own', () => {
    const twice = cancelled('0 A cancelled 20 40 4', '0 A cancelled 20 30 -', '0 A cancelled 20 35 9')
    expect(ruling({ ledger: returned, cancellations: twice, reads: look(31, 32, 3, 3) }).status).toBe('violated')
    expect(ruling({ ledger: returned, cancellations: twice, reads: look(29, 32, 3, 3) }).status).toBe('held')
  })

  test('says nothing where the ledger has cancelled the reference twice', () => {
    const again = `${returned}\n  5 cancelled A u0`
    const reads = look(25, 26, 3, 3)
    expect(ruling({ ledger: again, cancellations: once, reads }).status).toBe('inconclusive')
  })

  test('says nothing where two bookings share the reference', () => {
    const shared = `${returned}\n  5 booked A u2`
    const reads = look(25, 26, 3, 3)
    expect(ruling({ ledger: shared, cancellations: once, reads }).status).toBe('held')
  })
})
