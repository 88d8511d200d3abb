import { reference, userId } from '../../src/booking/event.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { CountedEntry, DraftRound } from './draft-round.ts'

export const isBooking = ({ kind }: CountedEntry): boolean => kind === 'booked'
const isAsked = ({ kind }: CountedEntry): boolean => kind === 'booked' || kind === 'waitlisted'
export const isTold = ({ outcome: { kind } }: EndedAttempt): boolean => kind === 'booked' || kind === 'waitlisted'
/** Whether nobody else, and no repetition of its key, was told of the same. */
export const isToldOnce =
  ({ attempts }: DraftRound) =>
  (attempt: EndedAttempt): boolean =>
    isTold(attempt) && attempts.filter((other) => referenceOf(other) === referenceOf(attempt)).length === 1
const referenceOf = ({ outcome }: EndedAttempt): string | null => ('reference' in outcome ? outcome.reference : null)
export const isRefused = (attempt: EndedAttempt): boolean => !isTold(attempt)

export const tellConflict = (attempt: EndedAttempt): EndedAttempt => ({ ...attempt, outcome: { kind: 'conflict' } })
export const tellBooked = (attempt: EndedAttempt): EndedAttempt => ({
  ...attempt,
  outcome: { kind: 'booked', reference: reference('NOWHERE'), seats: 1, version: 1 },
})

/** One more entry at the end, that the event takes for its last change. */
export function appendEntry(round: DraftRound, change: Partial<CountedEntry>): DraftRound {
  const version = round.final.version + 1
  const entry: CountedEntry = {
    version,
    kind: 'booked',
    reference: reference('STRANGE'),
    userId: userId('stranger'),
    seats: 1,
    available: round.final.available,
    at: '2026-01-01T00:00:00.000Z',
    ...change,
  }
  return { ...round, entries: [...round.entries, entry], final: { ...round.final, version } }
}

/** Edits one of the entries that fit; null where none does. `pick` says which. */
export function editEntry(
  round: DraftRound,
  fits: (entry: CountedEntry) => boolean,
  pick: number,
  edit: (entry: CountedEntry) => CountedEntry,
): DraftRound | null {
  const index = pickIndex(round.entries, fits, pick)
  return index === null
    ? null
    : { ...round, entries: round.entries.map((entry, at) => (at === index ? edit(entry) : entry)) }
}

export function dropEntry(round: DraftRound, fits: (entry: CountedEntry) => boolean, pick: number): DraftRound | null {
  const index = pickIndex(round.entries, fits, pick)
  return index === null ? null : { ...round, entries: round.entries.toSpliced(index, 1) }
}

/** From the picked entry on, every version is one too high. */
export function skipVersion(round: DraftRound, pick: number): DraftRound | null {
  const from = pickIndex(round.entries, () => true, pick)
  if (from === null) return null
  const entries = round.entries.map((entry, at) => (at < from ? entry : { ...entry, version: entry.version + 1 }))
  return { ...round, entries, final: { ...round.final, version: round.final.version + 1 } }
}

export function editAttempt(
  round: DraftRound,
  fits: (attempt: EndedAttempt) => boolean,
  pick: number,
  edit: (attempt: EndedAttempt) => EndedAttempt,
): DraftRound | null {
  const index = pickIndex(round.attempts, fits, pick)
  return index === null
    ? null
    : { ...round, attempts: round.attempts.map((attempt, at) => (at === index ? edit(attempt) : attempt)) }
}

/** Tells somebody who waits, and nobody besides, a place in the queue that is so much further back, or further on. */
export const displace =
  (places: number) =>
  (round: DraftRound, pick: number): DraftRound | null =>
    editAttempt(
      round,
      (attempt) => attempt.outcome.kind === 'waitlisted' && attempt.outcome.position !== null,
      pick,
      (attempt) =>
        attempt.outcome.kind === 'waitlisted'
          ? { ...attempt, outcome: { ...attempt.outcome, position: (attempt.outcome.position ?? 0) + places } }
          : attempt,
    )

/** Tells one user what another was told. */
export function shareAnswer(round: DraftRound, pick: number): DraftRound | null {
  const [first, ...told] = round.attempts.filter(isTold)
  // One place in the queue may be told to its account as often as it asks, so that would be no lie.
  // Nor is it one to tell a user again of what they have.
  const isLie = (attempt: EndedAttempt) =>
    first !== undefined &&
    attempt.user !== first.user &&
    referenceOf(attempt) !== referenceOf(first) &&
    (first.outcome.kind === 'booked' || round.accountOf(attempt.user) !== round.accountOf(first.user))
  const others = told.filter(isLie)
  const other = others[pick % others.length]
  if (!first || !other) return null
  return {
    ...round,
    attempts: round.attempts.map((attempt) => (attempt === other ? { ...other, outcome: first.outcome } : attempt)),
  }
}

/** Writes one entry under the reference of another. */
export function shareEntry(round: DraftRound, pick: number): DraftRound | null {
  const [first, ...others] = round.entries.filter(isAsked)
  const other = others[pick % others.length]
  if (!first || !other) return null
  return {
    ...round,
    entries: round.entries.map((entry) => (entry === other ? { ...other, reference: first.reference } : entry)),
  }
}

function pickIndex<Item>(items: readonly Item[], fits: (item: Item) => boolean, pick: number): number | null {
  const indexes = items.flatMap((item, index) => (fits(item) ? index : []))
  return indexes[pick % indexes.length] ?? null
}
