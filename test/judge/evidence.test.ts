import { expect, test } from 'vitest'
import { witness, witnessOfEntries } from '../../src/judge/evidence.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import { historyFrom, roundFrom } from '../builders/round.ts'

type Story = Parameters<typeof roundFrom>[0]

function witnessOfAll(story: Story) {
  const { ledger } = prepareRound(roundFrom(story))
  if ('unavailable' in ledger) throw new Error(ledger.unavailable)
  return witnessOfEntries(ledger, 'so it was', ledger.entries)
}

const rows = (header: string, row: (index: number) => string): string =>
  [header, ...Array.from({ length: 7 }, (_, index) => row(index))].join('\n')

test('an attempt is shown with its times in milliseconds and what it was told', () => {
  const history = historyFrom(`
    user sent ended outcome    reference version
    3    1    9     booked     A         2
    4    2    12    waitlisted W         -
    5    3    15    conflict   -         -
  `)
  expect(witness('so it was', [...attemptsOf(history)])).toEqual({
    claim: 'so it was',
    attempts: [
      { user: 3, attempt: 1, outcome: 'booked', status: 201, sentMs: 1, endedMs: 9, reference: 'A', version: 2 },
      {
        user: 4,
        attempt: 1,
        outcome: 'waitlisted',
        status: 202,
        sentMs: 2,
        endedMs: 12,
        reference: 'W',
        version: null,
      },
      { user: 5, attempt: 1, outcome: 'conflict', status: 409, sentMs: 3, endedMs: 15, reference: null, version: null },
    ],
    entries: [],
  })
})

test('a request to give something back is shown with its reference, and with a version where it was given back', () => {
  const { cancellations } = roundFrom({
    history: 'user outcome',
    cancellations: `
      user reference outcome   sent ended version
      3    A         cancelled 1    9     4
      4    B         gone      2    12    -
    `,
  })
  expect(witness('so it was', cancellations).attempts).toEqual([
    { user: 3, attempt: 1, outcome: 'cancelled', status: 200, sentMs: 1, endedMs: 9, reference: 'A', version: 4 },
    { user: 4, attempt: 1, outcome: 'gone', status: 404, sentMs: 2, endedMs: 12, reference: 'B', version: null },
  ])
})

test('more than five operations prove nothing further', () => {
  const { ledger } = roundFrom({
    history: 'user outcome',
    ledger: rows('version kind reference account', (index) => `${index + 2} booked R${index} u${index}`),
  })
  const attempts = [...attemptsOf(historyFrom(rows('user outcome', (index) => `${index} conflict`)))]
  const entries = 'entries' in ledger ? ledger.entries : []
  const shown = witness('so it was', attempts, entries)
  expect(shown.attempts.map(({ user }) => user)).toEqual([0, 1, 2, 3, 4])
  expect(shown.entries.map(({ version }) => version)).toEqual([2, 3, 4, 5, 6])
})

test('of many entries, only those shown bring their attempts along', () => {
  const { attempts, entries } = witnessOfAll({
    // The first five have nobody who asked for them.
    history: 'user outcome reference\n 5 booked R5\n 6 booked R6',
    ledger: rows('version kind reference account', (index) => `${index + 2} booked R${index} u${index}`),
  })
  expect(entries).toHaveLength(5)
  expect(attempts).toEqual([])
})

test('an entry is shown with the attempt that was told of it, whichever of the operation that was', () => {
  const history = `
    user sent ended outcome reference
    0    0    5     unknown -
    0    6    9     booked  A
    0    10   12    booked  B
    0    13   20    unknown -
  `
  const ledger = 'version kind reference account\n 2 booked A u0'
  expect(witnessOfAll({ history, ledger }).attempts).toMatchObject([{ user: 0, attempt: 2, reference: 'A' }])
  expect(witnessOfAll({ history, ledger: ledger.replace(' A ', ' B ') }).attempts).toMatchObject([{ attempt: 3 }])
})

test('an entry that no answer told of is shown with the last attempt that its key sent', () => {
  const history = `
    user sent ended outcome reference
    0    0    5     unknown -
    0    6    9     unknown -
    0    10   20    unknown -
  `
  const ledger = 'version kind reference account key\n 2 booked A u0 k0.0'
  expect(witnessOfAll({ history, ledger, keyed: true }).attempts).toMatchObject([{ user: 0, attempt: 3 }])
})
