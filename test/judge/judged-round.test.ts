import { expect, test } from 'vitest'
import { userId } from '../../src/booking/event.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { roundFrom } from '../builders/round.ts'

type Story = Parameters<typeof roundFrom>[0]

const nobody = 'user outcome'

function ledgerOf(story: Story) {
  const { ledger } = prepareRound(roundFrom(story))
  if ('unavailable' in ledger) throw new Error(ledger.unavailable)
  return ledger
}

test('entries are judged in version order, and those of one version in the order of the ledger', () => {
  const inOrder = (...rows: readonly string[]) =>
    ledgerOf({ history: nobody, ledger: ['version kind reference', ...rows].join('\n') }).entries.map(
      ({ version, reference }) => `${reference}${version}`,
    )
  expect(inOrder('2 booked A', '3 booked B', '3 booked C')).toEqual(['A2', 'B3', 'C3'])
  expect(inOrder('4 booked A', '2 booked B', '3 booked C')).toEqual(['B2', 'C3', 'A4'])
  expect(inOrder('2 booked A', '3 booked B', '3 booked C', '2 booked D')).toEqual(['A2', 'D2', 'B3', 'C3'])
  expect(inOrder()).toEqual([])
})

test('what left and was not recorded may have had any effect; what was recorded and never left is no such thing', () => {
  const history = 'user outcome\n 0 conflict\n 1 conflict'
  const unrecorded = (launched: number) => prepareRound(roundFrom({ history, launched })).unrecorded
  expect([5, 3, 2, 1].map(unrecorded)).toEqual([3, 1, 0, 0])
})

test('what became of a booking is about the request that made it', () => {
  const ledger = ledgerOf({
    history: 'user outcome reference\n 0 booked A\n 1 waitlisted B\n 2 conflict -',
    ledger: `
      version kind       reference account
      2       booked     A         u0
      3       waitlisted B         u1
      4       cancelled  A         u0
      5       promoted   B         u1
      6       cancelled  OLD       u7
      7       booked     C         u7
    `,
  })
  expect(ledger.entries.map((entry) => ledger.ownerOf(entry)?.user ?? null)).toEqual([0, 1, 0, 1, null, null])
})

test('an entry that nobody asked for has no owner, although another one of its reference has', () => {
  const ledger = ledgerOf({
    history: 'user outcome\n 0 unknown',
    ledger: `
      version kind      reference account key
      2       booked    A         u9      -
      3       booked    A         u0      k0.0
      4       cancelled A         u0      -
    `,
    keyed: true,
  })
  expect(ledger.entries.map((entry) => ledger.ownerOf(entry)?.user ?? null)).toEqual([null, 0, 0])
})

test('behind a cancellation stands the request whose user was told of it', () => {
  const ledger = ledgerOf({
    history: 'user outcome reference\n 0 booked A\n 1 booked B\n 2 booked C',
    ledger: `
      version kind      reference account
      2       booked    A         u0
      3       booked    B         u1
      4       booked    C         u2
      5       cancelled A         u0
      6       cancelled B         u1
      7       cancelled C         u2
      8       cancelled A         u0
    `,
    cancellations: `
      user reference outcome   version
      9    A         unknown   -
      0    A         cancelled 8
      3    A         cancelled 5
      4    A         cancelled 5
      1    B         gone      -
      2    C         cancelled -
    `,
  })
  expect(ledger.entries.map((entry) => ledger.returnBehind(entry)?.user ?? null)).toEqual([
    null,
    null,
    null,
    3,
    null,
    2,
    0,
  ])
})

test('a wish was told of again where one key was, by one user or by several of its account', () => {
  const history = `
    user outcome    reference
    0    booked     A
    0    booked     A
    1    booked     B
    2    booked     B
    3    conflict   -
    4    waitlisted C
  `
  const again = (keyOf: (user: number) => string | null) =>
    prepareRound({
      ...roundFrom({ history }),
      accountOf: (user) => userId(user === 1 || user === 2 ? 'shared' : `u${user}`),
      keyOf,
    }).toldAgain.map((wish) => wish.map(({ user }) => user))
  expect(again(() => 'k')).toEqual([[0], [1, 2]])
  expect(again((user) => `k${user}`)).toEqual([[0]])
  expect(again(() => null)).toEqual([])
})
