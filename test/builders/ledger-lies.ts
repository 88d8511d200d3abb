import { reference, userId } from '../../src/booking/event.ts'
import type { LedgerEntry, LedgerKind } from '../../src/booking/ledger.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { CountedEntry, DraftRound } from './draft-round.ts'
import { appendEntry, isBooking } from './tampering.ts'

/** Books once more what a key has booked. */
export function repeatEffect(round: DraftRound, pick: number): DraftRound | null {
  const keyed = round.entries.filter((entry) => isBooking(entry) && entry.key !== undefined)
  const chosen = keyed[pick % keyed.length]
  return chosen ? appendEntry(round, { ...nameOf(chosen), reference: reference('AGAIN') }) : null
}

/** Somebody who was told of a booking asks again with the same key, and is told of another one. */
export function changeAnswer(round: DraftRound, pick: number): DraftRound | null {
  const told = round.attempts.filter((attempt) => isKeyedBooking(round, attempt))
  const chosen = told[pick % told.length]
  if (!chosen) return null
  const { endedUs } = round.attempts.at(-1) ?? chosen
  const again: EndedAttempt = {
    ...chosen,
    attempt: Math.max(...round.attempts.filter(({ user }) => user === chosen.user).map(({ attempt }) => attempt)) + 1,
    sentUs: endedUs + 1,
    endedUs: endedUs + 2,
    outcome: { kind: 'booked', reference: reference('OTHER'), seats: 1, version: 99 },
  }
  return { ...round, attempts: [...round.attempts, again], launched: round.launched + 1 }
}

/** Tells an account of the booking of another one. */
export function leakAnswer(round: DraftRound, pick: number): DraftRound | null {
  const told = round.attempts.filter((attempt) => isKeyedBooking(round, attempt))
  const [first] = told
  const others = told.filter(({ user }) => first && round.accountOf(user) !== round.accountOf(first.user))
  const other = others[pick % others.length]
  if (!first || !other) return null
  const leaked = { ...other, outcome: first.outcome }
  return { ...round, attempts: round.attempts.map((attempt) => (attempt === other ? leaked : attempt)) }
}

/** Adds an entry for the reference of one that fits. */
export function appendTo(
  round: DraftRound,
  fits: (entry: CountedEntry) => boolean,
  pick: number,
  kind: LedgerKind,
  change: (entry: CountedEntry) => Partial<CountedEntry> = () => ({}),
): DraftRound | null {
  const fitting = round.entries.filter(fits)
  const chosen = fitting[pick % fitting.length]
  if (!chosen) return null
  return appendEntry(round, { ...nameOf(chosen), reference: chosen.reference, kind, ...change(chosen) })
}

export const isCancellation = ({ kind }: LedgerEntry): boolean => kind === 'cancelled'

/** Whether it tells what became of its reference in the end, and that is not that it was cancelled. */
export const isLastOfItsName =
  ({ entries }: DraftRound) =>
  (entry: CountedEntry): boolean =>
    entry.kind !== 'cancelled' && entries.findLast(({ reference: name }) => name === entry.reference) === entry

/** Two join the queue of an event that has seats, and the second of them is given some. */
export function overtake(round: DraftRound): DraftRound | null {
  if (round.final.available < 1) return null
  const join = (name: string) => ({ kind: 'waitlisted', reference: reference(name), userId: userId(name) }) as const
  const joined = appendEntry(appendEntry(round, join('FIRST')), join('SECOND'))
  return appendEntry(joined, { ...join('SECOND'), kind: 'promoted' })
}

/** Somebody waits, alone, for a seat of an event that has one. */
export function leaveIdle(round: DraftRound): DraftRound | null {
  const isQueued = round.entries.some(({ kind }) => kind === 'waitlisted')
  return isQueued || round.final.available < 1 ? null : appendEntry(round, { kind: 'waitlisted' })
}

const isKeyedBooking = (round: DraftRound, { user, operation, outcome }: EndedAttempt): boolean =>
  outcome.kind === 'booked' && round.keyOf(user, operation) !== null

/** Whose entry it is. */
const nameOf = ({ userId: account, seats, key }: CountedEntry): Partial<CountedEntry> => ({
  userId: account,
  seats,
  ...(key === undefined ? {} : { key }),
})
