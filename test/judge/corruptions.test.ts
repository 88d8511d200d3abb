import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { userId } from '../../src/booking/event.ts'
import type { LedgerEntry } from '../../src/booking/ledger.ts'
import { judge } from '../../src/judge/judge.ts'
import { allRules } from '../../src/judge/rules/all.ts'
import type { Cancellation } from '../../src/record/cancellation.ts'
import { cases } from '../builders/cases.ts'
import {
  forgetCancellation,
  lookBackBehind,
  returnAgain,
  tellCancelled,
  tellStranger,
} from '../builders/cancellation-lies.ts'
import { factsOf, type DraftRound } from '../builders/draft-round.ts'
import { clearRounds } from '../builders/honest-round.ts'
import { listedByChange } from '../builders/unversioned.ts'
import {
  appendTo,
  changeAnswer,
  isCancellation,
  isLastOfItsName,
  leakAnswer,
  leaveIdle,
  overtake,
  repeatEffect,
} from '../builders/ledger-lies.ts'
import { askLate, lookAmiss, lookBack, refuseEarly } from '../builders/order-lies.ts'
import {
  appendEntry,
  displace,
  dropEntry,
  editAttempt,
  editEntry,
  isBooking,
  isRefused,
  isToldOnce,
  shareAnswer,
  shareEntry,
  skipVersion,
  tellBooked,
  tellConflict,
} from '../builders/tampering.ts'

/** One lie told about an honest round; null where the round has nothing to lie about. `pick` says where. */
type Corruption = (round: DraftRound, pick: number) => DraftRound | null

/** What is missing at the end may still come; what is missing before it will not. */
const isNotLast =
  ({ final }: DraftRound) =>
  ({ version }: LedgerEntry): boolean =>
    version < final.version

/** Of seats that may have come back nobody can say whether they are gone. */
const mayHaveGivenBack = ({ outcome }: Cancellation): boolean => outcome.kind !== 'refused'

const forgetLast: Corruption = (round) => {
  const [last, before] = [round.entries.at(-1), round.entries.at(-2)]
  if (!last || !isBooking(last)) return null
  const final = { available: before?.available ?? round.capacity, version: last.version - 1 }
  return { ...round, entries: round.entries.slice(0, -1), final }
}

const corruptions: Readonly<Record<string, readonly (readonly [string, Corruption])[]>> = {
  'no-oversell': [
    ['one booking too many', (round) => appendEntry(round, { seats: round.capacity + 1 })],
    [
      'a party that grew',
      (round, pick) => editEntry(round, isBooking, pick, (entry) => ({ ...entry, seats: round.capacity + 1 })),
    ],
  ],
  conservation: [
    [
      'a counter that is off by one',
      (round, pick) =>
        editEntry(
          round,
          () => true,
          pick,
          (entry) => ({ ...entry, available: entry.available + 1 }),
        ),
    ],
  ],
  'sources-agree': [
    [
      'a final read that is off by one',
      (round) => ({ ...round, final: { ...round.final, available: round.final.available - 1 } }),
    ],
    [
      'a look at the event that is off by one',
      (round) => ({ ...round, closing: { ...round.final, available: round.final.available + 1 } }),
    ],
    [
      'a counter that shows more than was promised leaves, without a ledger',
      (round) =>
        round.entries.some(isCancellation) || round.cancellations.some(mayHaveGivenBack)
          ? null
          : {
              ...round,
              ledgerReadable: false,
              closing: { ...round.final, available: round.final.available + 1 },
            },
    ],
    [
      'a counter that shows a seat gone that nobody was promised, without a ledger',
      (round) =>
        round.entries.some(isCancellation)
          ? null
          : {
              ...round,
              ledgerReadable: false,
              closing: { ...round.final, available: round.final.available - 1 },
            },
    ],
  ],
  'version-chain': [
    [
      'a version installed twice',
      (round, pick) =>
        editEntry(
          round,
          ({ version }) => version > 2,
          pick,
          (entry) => ({ ...entry, version: entry.version - 1 }),
        ),
    ],
    ['a version left out', (round, pick) => skipVersion(round, pick)],
    ['an entry taken out', (round, pick) => dropEntry(round, isNotLast(round), pick)],
    [
      'an event that lost its last change',
      (round) => ({ ...round, final: { ...round.final, version: round.final.version - 1 } }),
    ],
  ],
  'real-time-order': [['a winner who asked only after the next one was told', (round, pick) => askLate(round, pick)]],
  'read-freshness': [
    ['a look that shows what an answer had changed before', (round, pick) => lookBack(round, pick)],
    ['a look that shows what a cancellation had changed before', lookBackBehind],
    ['a look at more seats than there were', (round) => lookAmiss(round, null)],
    ['a version shown with seats that it did not leave', (round) => lookAmiss(round, round.final.version)],
    ['a version that nobody installed', (round) => lookAmiss(round, round.final.version + 1)],
  ],
  'justified-refusal': [['sold out before anybody had asked', (round) => refuseEarly(round, 'soldOut')]],
  'spurious-conflict': [['a conflict before anybody had asked', (round) => refuseEarly(round, 'conflict')]],
  'unique-reference': [
    ['a reference given to two users', (round, pick) => shareAnswer(round, pick)],
    ['a reference on two entries', (round, pick) => shareEntry(round, pick)],
  ],
  'acked-durable': [
    [
      'a booking that was forgotten',
      (round, pick) => dropEntry(round, (entry) => isBooking(entry) && isNotLast(round)(entry), pick),
    ],
    ['a last booking that was forgotten by the event as well', forgetLast],
    [
      'a booking under another account',
      (round, pick) => editEntry(round, isBooking, pick, (entry) => ({ ...entry, userId: userId('thief') })),
    ],
    [
      'a booking of other seats',
      (round, pick) => editEntry(round, isBooking, pick, (entry) => ({ ...entry, seats: entry.seats + 1 })),
    ],
    ['a refusal told as a booking', (round, pick) => editAttempt(round, isRefused, pick, tellBooked)],
    ['an acknowledged cancellation that was forgotten', forgetCancellation],
    ['a cancellation that was told and never made', tellCancelled],
  ],
  'refused-but-booked': [
    ['a booking told as a refusal', (round, pick) => editAttempt(round, isToldOnce(round), pick, tellConflict)],
  ],
  'no-phantom': [
    ['a booking for a stranger', (round) => appendEntry(round, { seats: 0 })],
    ['a cancellation of nothing', (round) => appendEntry(round, { kind: 'cancelled', seats: 0 })],
  ],
  'one-effect-per-key': [
    ['a booking made again under its key', repeatEffect],
    ['a key that was answered with two bookings', changeAnswer],
  ],
  'replay-fidelity': [
    ['a key that is answered with another booking', changeAnswer],
    ['a booking shown to another account', leakAnswer],
  ],
  'all-or-nothing': [
    [
      'a party that shrank',
      (round, pick) => editEntry(round, isBooking, pick, (entry) => ({ ...entry, seats: entry.seats - 1 })),
    ],
  ],
  'no-double-booking': [['a booking promoted on top', (round, pick) => appendTo(round, isBooking, pick, 'promoted')]],
  'returned-once': [
    ['seats that were given back twice', returnAgain],
    ['a cancellation of what is cancelled', (round, pick) => appendTo(round, isCancellation, pick, 'cancelled')],
    [
      'a cancellation of more than was held',
      (round, pick) =>
        appendTo(round, isLastOfItsName(round), pick, 'cancelled', ({ seats }) => ({ seats: seats + 1 })),
    ],
  ],
  ownership: [
    ['a cancellation told to a stranger', tellStranger],
    [
      'a cancellation by a stranger',
      (round, pick) =>
        appendTo(round, isLastOfItsName(round), pick, 'cancelled', () => ({ userId: userId('stranger') })),
    ],
  ],
  'waitlist-order': [['somebody who moved up past the head of the queue', overtake]],
  'queue-places': [
    ['a place behind everybody', displace(1000)],
    ['a place before the first', displace(-1000)],
  ],
  'no-idle-seat': [['a seat that nobody is given', leaveIdle]],
  accounted: [
    [
      'an attempt that was not recorded',
      (round, pick) => ({ ...round, attempts: round.attempts.toSpliced(pick % round.attempts.length, 1) }),
    ],
    [
      'an attempt recorded twice',
      (round, pick) => ({
        ...round,
        attempts: [...round.attempts, ...round.attempts.slice(pick % round.attempts.length).slice(0, 1)],
      }),
    ],
    ['a user who never came', (round) => ({ ...round, users: round.users + 1 })],
  ],
}

describe.each(Object.entries(corruptions))('%s catches', (id, lies) => {
  test.each(lies)('%s', (_, corrupt) => {
    fc.assert(
      fc.property(clearRounds, fc.nat(), (round, pick) => {
        const corrupted = corrupt(round, pick)
        fc.pre(corrupted !== null)
        const ruling = judge(factsOf(corrupted ?? round)).invariants.find((invariant) => invariant.id === id)
        expect(ruling?.status).toBe('violated')
        for (const { claim, attempts, entries } of ruling?.evidence ?? []) {
          expect(claim).not.toBe('')
          expect(attempts.length).toBeLessThanOrEqual(5)
          expect(entries.length).toBeLessThanOrEqual(5)
        }
      }),
      { numRuns: cases(200) },
    )
  })
})

/** Where no version tells the order of what was sold, nothing is left for these to be wrong about. */
const aboutOrder = new Set([
  'conservation',
  'version-chain',
  'real-time-order',
  'read-freshness',
  'justified-refusal',
  'spurious-conflict',
  'waitlist-order',
  'queue-places',
])

describe.each(Object.entries(corruptions).filter(([id]) => !aboutOrder.has(id)))(
  'without versions %s catches',
  (id, lies) => {
    test.each(lies)('%s', (_, corrupt) => {
      const listings = fc
        .tuple(clearRounds, fc.nat())
        .map(([round, pick]) => corrupt(round, pick))
        .filter((corrupted) => corrupted !== null)
        .chain(listedByChange)
      fc.assert(
        fc.property(listings, (facts) => {
          expect(judge(facts).invariants.find((invariant) => invariant.id === id)?.status).toBe('violated')
        }),
        { numRuns: cases(200) },
      )
    })
  },
)

test('every rule that can be violated has a lie to catch', () => {
  const ids = allRules.map(({ id }) => id).filter((id) => id !== 'contended')
  expect(Object.keys(corruptions).toSorted()).toEqual(ids.toSorted())
})
