import type { Reference, UserId } from '../../booking/event.ts'
import type { LedgerEntry } from '../../booking/ledger.ts'
import type { Attempt } from '../../record/attempt.ts'
import type { Cancellation } from '../../record/cancellation.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from '../operations.ts'
import { mayHaveServed, soonest, type Wishes } from './wishes.ts'

/** An answer that told its user of something that the ledger has. */
export type Telling = AcknowledgedAttempt | Cancellation

/** By slot, who was first answered with what its entry had made. */
export function firstTold(
  { operations, facts }: JudgedRound,
  { entries, byReference, claims }: JudgedLedger,
): readonly (Telling | null)[] {
  const told: (Telling | null)[] = Array.from({ length: entries.length + 1 }, () => null)
  const tell = ({ version }: LedgerEntry, attempt: Telling): void => {
    const slot = version - facts.opening.version
    const known = told[slot]
    if (!known || attempt.endedUs < known.endedUs) told[slot] = attempt
  }
  const ambiguous = sharedReferences(entries)
  for (const { account, acknowledged } of operations) {
    for (const attempt of acknowledged) {
      const { reference } = attempt.acknowledged
      if (reference === null || ambiguous.has(reference)) continue
      for (const entry of byReference.get(reference) ?? []) {
        if (entry.userId === account && tellsOf(attempt, entry)) tell(entry, attempt)
      }
    }
  }
  // Who was told of a booking without its name was told of the only one that the key made.
  const claimed = new Map<string, LedgerEntry | null>()
  for (const { entry, operation } of claims.all) {
    if (!operation || !isKeyOf(operation, entry)) continue
    const wish = wishOf(operation)
    claimed.set(wish, entry.kind === 'booked' && !claimed.has(wish) ? entry : null)
  }
  for (const operation of operations) {
    for (const attempt of operation.acknowledged) {
      if (attempt.acknowledged.kind !== 'booked' || attempt.acknowledged.reference !== null) continue
      const entry = claimed.get(wishOf(operation))
      if (entry) tell(entry, attempt)
    }
  }
  for (const { cancellation, entry } of cancelledAsTold(facts.cancellations, byReference)) {
    if (!ambiguous.has(entry.reference)) tell(entry, cancellation)
  }
  return told
}

/** Whoever was told that something is cancelled was told of the one entry that says so, if it is one. */
function* cancelledAsTold(
  cancellations: readonly Cancellation[],
  byReference: JudgedLedger['byReference'],
): Generator<{ readonly cancellation: Cancellation; readonly entry: LedgerEntry }> {
  for (const cancellation of cancellations) {
    if (cancellation.outcome.kind !== 'cancelled') continue
    const [entry, ...others] = (byReference.get(cancellation.reference) ?? []).filter(
      ({ kind }) => kind === 'cancelled',
    )
    if (entry && others.length === 0) yield { cancellation, entry }
  }
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
 * By slot, the first attempt that may have made its entry. A promotion comes of no request of its own; and a booking may
 * have lapsed before its user asked to cancel it, so a cancellation may be older than any request for it.
 */
export function firstAsked(
  { operations, facts }: JudgedRound,
  { entries, claims }: JudgedLedger,
  wishes: Wishes,
): readonly (Attempt | null)[] {
  const asked: (Attempt | null)[] = Array.from({ length: entries.length + 1 }, () => null)
  const ambiguous = sharedReferences(entries)
  const { named, nameless } = firstByAnswer(operations)
  for (const { entry, operation } of claims.all) {
    if (ambiguous.has(entry.reference)) continue
    const answered = named.get(nameIn(entry.userId, entry.reference)) ?? null
    const slot = entry.version - facts.opening.version
    if (operation && isKeyOf(operation, entry)) {
      const { first, maker } = wishes(operation)
      asked[slot] = maker ?? first
    } else if (answered) {
      // An account may be told again of what an earlier request of it made, whose own answer was lost.
      asked[slot] = soonest(answered, nameless.get(entry.userId) ?? null)
    }
  }
  return asked
}

/** Of each account, the first attempt that was told a reference, and the first that may have won one without learning it. */
function firstByAnswer(operations: readonly Operation[]): {
  readonly named: ReadonlyMap<string, Attempt>
  readonly nameless: ReadonlyMap<UserId, Attempt>
} {
  const named = new Map<string, Attempt>()
  const nameless = new Map<UserId, Attempt>()
  for (const { account, attempts } of operations) {
    for (const attempt of attempts) {
      const reference = attempt.acknowledged?.reference ?? null
      if (reference !== null) keepSooner(named, nameIn(account, reference), attempt)
      else if (mayHaveServed(attempt)) keepSooner(nameless, account, attempt)
    }
  }
  return { named, nameless }
}

function keepSooner<Key>(attempts: Map<Key, Attempt>, key: Key, attempt: Attempt): void {
  const known = attempts.get(key)
  if (!known || attempt.sentUs < known.sentUs) attempts.set(key, attempt)
}

/** References of several bookings: nobody can say which of them an answer meant. */
function sharedReferences(entries: readonly LedgerEntry[]): ReadonlySet<Reference> {
  const given = new Set<Reference>()
  const shared = new Set<Reference>()
  for (const { kind, reference } of entries) {
    if (kind !== 'booked' && kind !== 'waitlisted') continue
    if (given.has(reference)) shared.add(reference)
    given.add(reference)
  }
  return shared
}

function isKeyOf({ account, key }: Operation, entry: LedgerEntry): boolean {
  return key !== null && entry.key === key && entry.userId === account
}

/** JSON, since no separator is safe in text that others chose. */
function nameIn(account: UserId, reference: Reference): string {
  return JSON.stringify([account, reference])
}
