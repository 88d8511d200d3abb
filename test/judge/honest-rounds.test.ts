import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { judge } from '../../src/judge/judge.ts'
import { cases } from '../builders/cases.ts'
import { factsOf, sharesKeys, type DraftRound } from '../builders/draft-round.ts'
import {
  clearRounds,
  disturbedRounds,
  honestRounds,
  placeKeepingRounds,
  undisturbedRounds,
} from '../builders/honest-round.ts'
import { holdingRounds } from '../builders/holding-rounds.ts'
import {
  listedByBooking,
  listedByChange,
  withoutReferences,
  withoutUsers,
  withoutVersions,
} from '../builders/unversioned.ts'

const accusationsOf = (facts: RoundFacts) => judge(facts).invariants.filter(({ status }) => status === 'violated')

test.each([
  ['was lost, cut off, late or out of order', honestRounds],
  ['was told again of a place in the queue', placeKeepingRounds],
])('no rule accuses a correct system, whatever %s', (_, rounds) => {
  fc.assert(
    fc.property(rounds, (round) => {
      expect(accusationsOf(factsOf(round))).toEqual([])
    }),
    { numRuns: cases(2000) },
  )
})

test.each([
  ['every change, and nobody else cancels', undisturbedRounds, listedByChange],
  ['every change, and others cancel too', disturbedRounds, listedByChange],
  ['every booking as it stands, and nobody else cancels', undisturbedRounds, listedByBooking],
  ['every booking as it stands, and others cancel too', disturbedRounds, listedByBooking],
])('no rule accuses a correct system that tells of no version and lists, in any order, %s', (_, rounds, listing) => {
  fc.assert(
    fc.property(rounds.chain(listing), (facts) => {
      expect(accusationsOf(facts)).toEqual([])
    }),
    { numRuns: cases(2000) },
  )
})

test.each([
  [
    'a ledger does not say whose its entries are',
    // Whoever has no name of their own cannot be somebody else either.
    undisturbedRounds.filter((round) => !sharesKeys(round) && !asksForOthers(round)),
    (round: DraftRound) => listedByBooking(round).map(withoutUsers),
  ],
  [
    'no answer says under what name something was booked',
    // Without its name nobody can ask to cancel it.
    undisturbedRounds.filter(({ cancellations }) => cancellations.length === 0),
    (round: DraftRound) => listedByBooking(withoutReferences(round)),
  ],
])('no rule accuses a correct system where %s', (_, rounds, listing) => {
  fc.assert(
    fc.property(rounds.chain(listing), (facts) => {
      expect(accusationsOf(facts)).toEqual([])
    }),
    { numRuns: cases(1000) },
  )
})

describe('of a correct system that holds seats on the way to a booking', () => {
  test.each([
    ['with a ledger', (facts: RoundFacts) => facts],
    ['without versions', (facts: RoundFacts) => withoutVersions(facts)],
    ['without a ledger', (facts: RoundFacts) => ({ ...facts, ledger: { unavailable: 'it was not to be read' } })],
  ])('no rule accuses, %s', (_, seenAs) => {
    fc.assert(
      fc.property(holdingRounds, (round) => {
        expect(accusationsOf(seenAs(round))).toEqual([])
      }),
      { numRuns: cases(2000) },
    )
  })

  test('a round can be held, whether holds are told of or not', () => {
    const rulings = fc.sample(holdingRounds, { numRuns: 300, seed: 1 }).map((facts) => judge(facts))
    const heldWhere = (isChainWhole: boolean) =>
      rulings.filter(
        ({ ruling, invariants }) =>
          ruling === 'held' &&
          isChainWhole === invariants.some(({ id, status }) => id === 'version-chain' && status === 'held'),
      )
    expect(heldWhere(true).length).toBeGreaterThan(10)
    expect(heldWhere(false).length).toBeGreaterThan(10)
  })
})

function asksForOthers({ attempts, cancellations }: DraftRound): boolean {
  return cancellations.some(
    ({ user, reference }) =>
      !attempts.some(
        (attempt) => attempt.user === user && 'reference' in attempt.outcome && attempt.outcome.reference === reference,
      ),
  )
}

test('where every answer arrived, every rule is sure', () => {
  fc.assert(
    fc.property(clearRounds, (round) => {
      const unsure = judge(factsOf(round)).invariants.filter(({ status }) => status !== 'held')
      // Whether anybody raced is up to the round.
      expect(unsure.filter(({ id }) => id !== 'contended')).toEqual([])
    }),
    { numRuns: cases(1000) },
  )
})

test('honest rounds are followed up in every way there is', () => {
  const rounds = fc.sample(honestRounds, { numRuns: 300, seed: 1 })
  const cancellations = rounds.flatMap((round) => round.cancellations)
  const kinds = new Set(cancellations.map(({ outcome }) => outcome.kind))
  expect([...kinds].toSorted()).toEqual(['cancelled', 'gone', 'refused', 'unknown'])
  const has = (fits: (round: DraftRound) => boolean) => rounds.filter(fits).length
  const counts = {
    'told twice that it is cancelled': has(({ cancellations: asked }) => {
      const told = asked.filter(({ outcome }) => outcome.kind === 'cancelled').map(({ reference }) => reference)
      return new Set(told).size < told.length
    }),
    'cancelled, and nobody was told': has(({ cancellations: asked, entries }) =>
      asked.some(
        ({ outcome, reference }) =>
          outcome.kind === 'unknown' &&
          entries.some((entry) => entry.kind === 'cancelled' && entry.reference === reference) &&
          !asked.some((other) => other.reference === reference && other.outcome.kind === 'cancelled'),
      ),
    ),
    'asked for by a stranger': has(({ cancellations: asked, entries, accountOf }) =>
      asked.some(({ user, reference }) =>
        entries.some((entry) => entry.reference === reference && entry.userId !== accountOf(user)),
      ),
    ),
    'told of a booking by its key again': has(({ attempts }) => {
      const told = attempts.flatMap(({ outcome }) =>
        outcome.kind === 'booked' && outcome.reference !== null ? outcome.reference : [],
      )
      return new Set(told).size < told.length
    }),
    'booked anew what was given back': has(({ attempts, cancellations: asked, entries }) =>
      attempts.some(
        ({ step = 0, outcome, sentUs }) =>
          step > 1 &&
          outcome.kind === 'booked' &&
          asked.some(({ endedUs }) => endedUs < sentUs) &&
          entries.some(({ kind }) => kind === 'cancelled'),
      ),
    ),
    'a place in the queue that was left': has(({ entries }) =>
      entries.some(
        ({ kind, reference }, index) =>
          kind === 'cancelled' &&
          entries.slice(0, index).findLast((entry) => entry.reference === reference)?.kind === 'waitlisted',
      ),
    ),
    'a key sent by another user': has(({ attempts, keyOf }) =>
      attempts.some(
        ({ step = 0, user, operation }) => step > 0 && !(keyOf(user, operation) ?? `k${user}.`).startsWith(`k${user}.`),
      ),
    ),
    'looked at by readers': has(({ reads, users }) => reads.some(({ user }) => user >= users)),
  }
  for (const [what, count] of Object.entries(counts)) expect.soft(count, what).toBeGreaterThan(5)
})
