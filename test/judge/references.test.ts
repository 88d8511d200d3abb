import { expect, test } from 'vitest'
import { reference } from '../../src/booking/event.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { roundFrom } from '../builders/round.ts'

type Story = Parameters<typeof roundFrom>[0]

const versionsOf = (entries: readonly { readonly version: number }[]) => entries.map(({ version }) => version)

/** By answer, the versions of the entries under the reference that it gave. */
function entriesTold(story: Story) {
  const { references, answers } = prepareRound(roundFrom(story))
  return answers.map((answer) => versionsOf(references.entriesOf(answer)))
}

const ledger = `
  version kind      reference account
  2       booked    A         u0
  3       booked    B         u1
  4       cancelled A         u0
  5       booked    C         u2
`

test('an answer leads to every entry under its reference, in version order', () => {
  const history = `
    user outcome    reference version
    0    booked     A         2
    1    waitlisted B         -
    2    booked     C         -
    3    booked     Z         2
    4    booked     -         -
    5    soldOut    -         -
  `
  expect(entriesTold({ history, ledger })).toEqual([[2, 4], [3], [5], [], []])
})

test('the reference counts, whatever version an answer told of', () => {
  const told = (version: number) => `user outcome reference version\n 0 booked B ${version}`
  for (const version of [0, 1, 2, 3, 4, 5, 99]) expect(entriesTold({ history: told(version), ledger })).toEqual([[3]])
})

test('without a ledger no answer leads to an entry', () => {
  expect(entriesTold({ history: 'user outcome reference version\n 0 booked A 2' })).toEqual([[]])
})

test('a reference leads to its entries, whoever was told of it', () => {
  const { references } = prepareRound(roundFrom({ history: 'user outcome reference\n 0 booked Z', ledger }))
  const under = (name: string) => versionsOf(references.entriesUnder(reference(name)))
  expect(['A', 'B', 'C', 'Z', 'nobody knows'].map(under)).toEqual([[2, 4], [3], [5], [], []])
})

test('an entry leads to the answers that gave its reference', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 booked C\n 2 booked A\n 3 booked -\n 4 booked Z'
  const { references } = prepareRound(roundFrom({ history, ledger }))
  expect([0, 1, 2, 3].map((index) => references.tellingsOf(index))).toEqual([[0, 2], [], [0, 2], [1]])
})

test('a reference that two answers gave was told again, and one that no answer gave was not', () => {
  const history = `
    user outcome    reference
    0    booked     A
    1    booked     Z
    2    waitlisted A
    3    booked     Z
    4    booked     C
    5    booked     -
    6    booked     -
  `
  const { references, answers } = prepareRound(roundFrom({ history, ledger }))
  const again = answers.filter((answer) => references.isToldAgain(answer)).map(({ user }) => user)
  expect(again).toEqual([0, 1, 2, 3])
})

test('references of the ledger are repeated where two entries have the same one', () => {
  const { references } = prepareRound(roundFrom({ history: 'user outcome', ledger }))
  expect(references.areRepeated).toBe(true)
  expect([0, 1, 2, 3].map((index) => references.isRepeated(index))).toEqual([true, false, true, false])
})

test('what answers say of other references repeats nothing in the ledger', () => {
  const once = 'version kind reference account\n 2 booked A u0\n 3 booked B u1'
  const history = 'user outcome reference\n 0 booked A\n 1 booked A\n 2 booked Y\n 3 booked Z'
  const { references } = prepareRound(roundFrom({ history, ledger: once }))
  expect(references.areRepeated).toBe(false)
  expect([0, 1].map((index) => references.isRepeated(index))).toEqual([false, false])
})
