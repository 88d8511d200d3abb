import type { Reference, UserId } from '../../booking/event.ts'
import type { LedgerEntry } from '../../booking/ledger.ts'
import type { Cancellation } from '../../record/cancellation.ts'
import { acknowledgedAt, type History } from '../../record/history.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from '../operations.ts'
import type { Slots } from './slots.ts'
import { mayHaveServed, soonest, type WishAttempts } from './wishes.ts'

/** By slot, the attempt that was first answered with what its entry had made, as an index into the history, or -1. */
export function firstTold(
  { answers, facts }: JudgedRound,
  { entries, references, claims }: JudgedLedger,
  { slotOf }: Slots,
): Int32Array {
  const { endedUs } = facts.history
  const told = new Int32Array(entries.length + 1).fill(-1)
  const tell = ({ version }: LedgerEntry, { place }: AcknowledgedAttempt): void => {
    const slot = slotOf(version)
    const known = told[slot] ?? -1
    if (known < 0 || (endedUs[place] ?? 0) < (endedUs[known] ?? 0)) told[slot] = place
  }
  const ambiguous = sharedReferences(references, entries)
  for (const attempt of answers) {
    const { reference } = attempt.acknowledged
    if (reference === null || ambiguous.has(reference)) continue
    for (const entry of references.entriesOf(attempt)) {
      if (tellsOf(attempt, entry) && entry.userId === attempt.whole.account) tell(entry, attempt)
    }
  }
  const nameless = answers.filter(isNameless)
  const claimed = nameless.length === 0 ? null : claimedByKey(claims)
  for (const attempt of nameless) {
    const entry = claimed?.get(wishOf(attempt.whole))
    if (entry) tell(entry, attempt)
  }
  return told
}

const isNameless = ({ acknowledged: { kind, reference } }: AcknowledgedAttempt): boolean =>
  kind === 'booked' && reference === null

/** Who was told of a booking without its name was told of the only one that the key made; null where there are several. */
function claimedByKey(claims: JudgedLedger['claims']): ReadonlyMap<number, LedgerEntry | null> {
  const claimed = new Map<number, LedgerEntry | null>()
  for (const { entry, operation } of claims.all) {
    if (!operation || !isKeyOf(operation, entry)) continue
    const wish = wishOf(operation)
    claimed.set(wish, entry.kind === 'booked' && !claimed.has(wish) ? entry : null)
  }
  return claimed
}

/**
 * An answer tells of what it says and of nothing later under the same reference. A promotion has to be named by its
 * version; a place in the queue says nothing of a booking, which may have been made after the answer.
 */
function tellsOf({ acknowledged }: AcknowledgedAttempt, { kind, version }: LedgerEntry): boolean {
  switch (kind) {
    case 'booked':
      return acknowledged.kind === 'booked'
    case 'waitlisted':
      return true
    case 'promoted':
      return acknowledged.kind === 'booked' && acknowledged.version === version
    case 'cancelled':
      return false
  }
}

/**
 * By slot, who was first told that it is cancelled. Whoever was told so was told of the one entry that says so, if it is
 * one.
 */
export function firstToldOfReturn(
  { facts }: JudgedRound,
  { references }: JudgedLedger,
  { slotOf }: Slots,
): ReadonlyMap<number, Cancellation> {
  const told = new Map<number, Cancellation>()
  for (const cancellation of facts.cancellations) {
    if (cancellation.outcome.kind !== 'cancelled') continue
    const entries = references.entriesUnder(cancellation.reference)
    const [entry, ...others] = entries.filter(({ kind }) => kind === 'cancelled')
    if (!entry || others.length > 0 || isShared(entries)) continue
    const slot = slotOf(entry.version)
    const known = told.get(slot)
    if (!known || cancellation.endedUs < known.endedUs) told.set(slot, cancellation)
  }
  return told
}

/** Nobody can say which of several bookings an answer meant. */
const isShared = (entries: readonly LedgerEntry[]): boolean =>
  entries.filter(({ kind }) => kind === 'booked' || kind === 'waitlisted').length > 1

/**
 * By slot, the first attempt that may have made its entry, as an index into the history, or -1. A promotion comes of no
 * request of its own; and a booking may have lapsed before its user asked to cancel it, so a cancellation may be older
 * than any request for it.
 */
export function firstAsked(
  { operations, facts: { history }, answers }: JudgedRound,
  { entries, claims, references }: JudgedLedger,
  wishes: WishAttempts,
): Int32Array {
  const asked = new Int32Array(entries.length + 1).fill(-1)
  const ambiguous = sharedReferences(references, entries)
  const nameless = firstNameless(history, operations)
  for (const { entry, index, operation } of claims.all) {
    if (ambiguous.has(entry.reference)) continue
    const slot = index + 1
    if (operation && isKeyOf(operation, entry)) {
      asked[slot] = wishes.makerOf(operation.number) ?? wishes.firstOf(operation.number)
      continue
    }
    const answered = references
      .tellingsOf(index)
      .flatMap((telling) => answers[telling] ?? [])
      .filter(({ whole }) => whole.account === entry.userId)
      .reduce<number | null>((first, { place }) => soonest(history, first, place), null)
    // An account may be told again of what an earlier request of it made, whose own answer was lost.
    if (answered !== null) asked[slot] = soonest(history, answered, nameless.get(entry.userId) ?? null) ?? -1
  }
  return asked
}

/** Of each account, the first attempt that may have won something without learning its reference. */
function firstNameless(history: History, operations: readonly Operation[]): ReadonlyMap<UserId, number> {
  const firsts = new Map<UserId, number>()
  for (const { account, places } of operations.filter(({ nameless }) => nameless > 0)) {
    for (const place of places) {
      const isNamed = (acknowledgedAt(history, place)?.reference ?? null) !== null
      if (isNamed || !mayHaveServed(history, place)) continue
      firsts.set(account, soonest(history, firsts.get(account) ?? null, place) ?? place)
    }
  }
  return firsts
}

/** References of several bookings: nobody can say which of them an answer meant. */
function sharedReferences(
  references: JudgedLedger['references'],
  entries: readonly LedgerEntry[],
): ReadonlySet<Reference> {
  const given = new Set<Reference>()
  const shared = new Set<Reference>()
  if (!references.areRepeated) return shared
  for (const [index, { kind, reference }] of entries.entries()) {
    if (!references.isRepeated(index) || (kind !== 'booked' && kind !== 'waitlisted')) continue
    if (given.has(reference)) shared.add(reference)
    given.add(reference)
  }
  return shared
}

function isKeyOf({ account, key }: Operation, entry: LedgerEntry): boolean {
  return key !== null && entry.key === key && entry.userId === account
}
