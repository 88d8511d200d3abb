import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cancelOutcomeKinds, type CancelOutcome } from '../../src/booking/cancellation.ts'
import { reference } from '../../src/booking/event.ts'
import { unknownCauses } from '../../src/booking/outcome.ts'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { judge } from '../../src/judge/judge.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import { roundFrom } from '../builders/round.ts'
import { ndjson, recordOf, roundsOf, temporaryFolder, toldBy } from './told-round.ts'

const outcomes: readonly CancelOutcome[] = [
  { kind: 'cancelled', version: 4 },
  { kind: 'cancelled', version: null },
  { kind: 'gone' },
  { kind: 'refused', code: 'FORBIDDEN' },
  { kind: 'refused', code: null },
  ...unknownCauses.map((cause) => ({ kind: 'unknown' as const, cause })),
]

const facts = {
  ...roundFrom({
    history: `
      user sent ended outcome reference version step operation
      0    0    2     booked  A         2       0    0
      1    1    3     soldOut -         -       0    0
      0    40   45    booked  A         2       1    0
      1    50   55    booked  B         5       2    1
    `,
    ledger: `
      version kind      reference account key
      2       booked    A         u0      k0.0
      3       cancelled A         u0      -
      4       cancelled X         u0      -
      5       booked    B         u1      k1.1
    `,
    capacity: 1,
    keyed: true,
  }),
  cancellations: outcomes.map((outcome, index) => ({
    user: index % 2,
    attempt: 1 + Math.floor(index / 2),
    step: 1 + (index % 3),
    reference: reference('A'),
    sentUs: 20_000.5 + index,
    endedUs: 30_000.25 + index,
    status: index === 0 ? 200 : 0,
    outcome,
  })),
}

async function recordedRound() {
  const path = join(temporaryFolder(), 'sale.ndjson')
  const text = await recordOf(path, facts)
  const [round] = await roundsOf(path)
  if (!round) throw new Error('there is no round')
  return { text, round }
}

test('cancellations of every kind, and the steps of the attempts, survive their file', async () => {
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(cancelOutcomeKinds))
  const { round } = await recordedRound()
  expect(round.cutOff).toBeNull()
  expect(round.facts.cancellations).toEqual(facts.cancellations)
  expect([...attemptsOf(round.facts.history)].map(({ step }) => step)).toEqual([0, 0, 1, 2])
  expect(judge(round.facts)).toEqual(judge(facts))
})

test('they are told before the bookings, by account, and the round says how many there are', async () => {
  const { text } = await recordedRound()
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line))
  const types = lines.map(({ type }) => type)
  expect(lines[1]).toMatchObject({ type: 'round', cancellations: outcomes.length })
  expect(types.lastIndexOf('cancel')).toBeLessThan(types.indexOf('attempt'))
  expect(lines[2]).toEqual({
    type: 'cancel',
    account: 'u0',
    user: 0,
    attempt: 1,
    step: 1,
    reference: 'A',
    sentUs: 20_000.5,
    endedUs: 30_000.25,
    status: 200,
    outcome: 'cancelled',
    version: 4,
  })
  // What is of the burst says nothing of a step.
  expect(lines.filter(({ type }) => type === 'attempt').map(({ step }) => step)).toEqual([undefined, undefined, 1, 2])
})

test('a round whose cancellations are cut off is told as cut off', async () => {
  const { text } = await recordedRound()
  const lines = text.trimEnd().split('\n')
  const cut = lines.filter((line, index) => index < 2 || !line.includes('"gone"')).join('\n')
  const [round] = await toldBy(`${cut}\n`)
  expect(round).toMatchObject({
    cutOff: `it says ${outcomes.length} cancellations and has ${outcomes.length - 1}`,
    facts: { interrupted: true },
  })
})

test('wherever its file is cut off, a seat that was given back and sold again was not sold twice', async () => {
  const { text } = await recordedRound()
  const lines = text.trimEnd().split('\n')
  for (let kept = 2; kept < lines.length; kept++) {
    const [cut] = await toldBy(`${lines.slice(0, kept).join('\n')}\n`)
    const accused = cut && judge(cut.facts).invariants.filter(({ status }) => status === 'violated')
    expect(accused, `after ${kept} lines`).toEqual([])
  }
})

const round = { type: 'round', event: { capacity: 3 } }
const attempt = { type: 'attempt', user: 0, sentUs: 10, endedUs: 20, outcome: 'booked', reference: 'A' }
const cancel = { type: 'cancel', user: 0, reference: 'A', sentUs: 30, endedUs: 40, outcome: 'cancelled' }

async function onlyRound(lines: readonly object[]) {
  const [told, ...others] = await toldBy(ndjson(lines))
  if (!told || others.length > 0) throw new Error('there is more or less than one round')
  return told.facts
}

test('what the line of a cancellation leaves out is understood', async () => {
  const { cancellations } = await onlyRound([round, attempt, { ...cancel, outcome: 'unknown' }])
  expect(cancellations).toEqual([
    {
      user: 0,
      attempt: 1,
      step: 0,
      reference: 'A',
      sentUs: 20,
      endedUs: 30,
      status: 0,
      outcome: { kind: 'unknown', cause: 'timeout' },
    },
  ])
})

test('times count from the smallest, be it of a cancellation, and cancellations stand in the order of their ends', async () => {
  const { history, cancellations } = await onlyRound([
    round,
    { ...cancel, user: 1, sentUs: 4, endedUs: 90 },
    { ...cancel, sentUs: 5, endedUs: 60 },
    attempt,
    { ...attempt, user: 1 },
  ])
  expect(cancellations.map(({ user, sentUs, endedUs }) => [user, sentUs, endedUs])).toEqual([
    [0, 1, 56],
    [1, 0, 86],
  ])
  expect([...history.sentUs]).toEqual([6, 6])
})

test('what was asked for is told by operation, in a follow-up as in the burst', async () => {
  const again = { ...attempt, outcome: 'soldOut', reference: undefined, operation: 1, step: 1, asked: 2 }
  const { planned } = await onlyRound([{ ...round, asked: 3 }, { ...attempt, operation: 0, asked: 1 }, again])
  expect([0, 1, 2].map((operation) => planned.seatsOf(0, operation))).toEqual([1, 2, 3])
})

test('an account that only a cancellation names is the account of its user', async () => {
  const lines = [round, { ...attempt, account: 'ana' }, { ...cancel, user: 1, account: 'ana' }]
  const ledger = [
    { type: 'entry', version: 2, kind: 'booked', reference: 'A', userId: 'ana', seats: 1, available: 2 },
    { type: 'entry', version: 3, kind: 'cancelled', reference: 'A', userId: 'ana', seats: 1, available: 3 },
    { type: 'ledger' },
  ]
  const told = await onlyRound([...lines, ...ledger])
  expect(told.accountOf(1)).toBe('ana')
  expect(judge(told).invariants.filter(({ status }) => status === 'violated')).toEqual([])
})

test.each([
  [
    'an end before its beginning',
    [round, attempt, { ...cancel, endedUs: 29 }],
    'sale.ndjson:3: endedUs is 29; allowed is a time from sentUs on, which is 30',
  ],
  [
    'another account than that of the attempts',
    [round, { ...attempt, account: 'ana' }, { ...cancel, account: 'ben' }],
    'sale.ndjson:3: account is "ben"; allowed is "ana", as before for user 0',
  ],
  [
    'another number of seats than an attempt of the operation has left to the round',
    [{ ...round, asked: 1 }, attempt, { ...attempt, asked: 2 }],
    'sale.ndjson:3: asked is 2; allowed is 1, as before for operation 0 of user 0',
  ],
  ['a cancellation of no round', [cancel], 'sale.ndjson:1: type is "cancel" before any round; allowed is'],
])('%s is refused in one sentence', async (_, lines, complaint) => {
  await expect(toldBy(ndjson(lines))).rejects.toThrow(complaint)
})

describe('of a file without a ledger', () => {
  const sale = { type: 'round', event: { capacity: 1 } }
  const seller = { ...attempt, asked: 1 }
  const buyer = { ...seller, user: 1, sentUs: 50, endedUs: 60, reference: 'B' }
  const lines = [sale, seller, buyer, cancel]
  const statusOf = (told: RoundFacts) => judge(told).invariants.find(({ id }) => id === 'no-oversell')

  test('that breaks off, what is missing may have given a seat back that was sold again', async () => {
    const [told] = await toldBy(ndjson(lines).trimEnd())
    expect(told?.cutOff).toBe(null)
    const [cut] = await toldBy(ndjson(lines).trimEnd().slice(0, -3))
    expect(cut?.cutOff).toBe('its last line breaks off')
    expect(cut && statusOf(cut.facts)).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('but the history breaks off, and seats may have been given back meanwhile'),
    })
  })

  test('that says how many cancellations there are, and has them all, too much was promised all the same', async () => {
    const counted = [{ ...sale, cancellations: 0, attempts: 3 }, seller, buyer]
    const [cut] = await toldBy(ndjson(counted))
    expect(cut?.cutOff).toBe('it says 3 attempts and has 2')
    expect(cut && statusOf(cut.facts)).toMatchObject({ status: 'violated' })
  })

  test('that breaks off, fewer seats left than none are too few all the same', async () => {
    const closing = { type: 'ledger', unavailable: 'nobody keeps one', closing: { available: -1 } }
    const [cut] = await toldBy(ndjson([{ ...sale, attempts: 9 }, seller, buyer, closing]))
    expect(cut?.cutOff).toBe('it says 9 attempts and has 2')
    expect(cut && statusOf(cut.facts)).toMatchObject({ status: 'violated', detail: expect.stringContaining('-1') })
  })

  test('an event that shows fewer seats gone than were promised may have been given some back', async () => {
    const closing = { type: 'ledger', unavailable: 'nobody keeps one', closing: { available: 1 } }
    const found = async (cancellations: number) => {
      const [cut] = await toldBy(ndjson([{ ...sale, cancellations }, seller, closing]))
      return cut && judge(cut.facts).invariants.find(({ id }) => id === 'sources-agree')?.status
    }
    expect(await found(0)).toBe('violated')
    expect(await found(1)).toBe('inconclusive')
  })
})
