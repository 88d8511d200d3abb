import type { CancelOutcome } from '../../src/booking/cancellation.ts'
import type { LedgerEntry } from '../../src/booking/ledger.ts'
import type { Cancellation } from '../../src/record/cancellation.ts'
import type { DraftRound } from './draft-round.ts'
import { appendTo, isCancellation } from './ledger-lies.ts'

const wasCancelled = ({ outcome }: Cancellation): boolean => outcome.kind === 'cancelled'

/** Drops the entry of a cancellation that was acknowledged, unless nothing came after it. */
export function forgetCancellation(round: DraftRound, pick: number): DraftRound | null {
  // Without its last entry a ledger could as well be one that is behind.
  const last = round.entries.at(-1)?.reference
  const told = round.cancellations.filter((asked) => wasCancelled(asked) && asked.reference !== last)
  const chosen = told[pick % told.length]
  if (!chosen) return null
  const isOfIt = (entry: LedgerEntry) => isCancellation(entry) && entry.reference === chosen.reference
  return { ...round, entries: round.entries.filter((entry) => !isOfIt(entry)) }
}

/** Tells somebody whose request was turned away that it is cancelled, although nobody has cancelled it. */
export function tellCancelled(round: DraftRound, pick: number): DraftRound | null {
  const cancelled = new Set(round.entries.filter(isCancellation).map(({ reference }) => reference))
  const turnedAway = ({ outcome, reference }: Cancellation) => outcome.kind === 'refused' && !cancelled.has(reference)
  return editCancellation(round, turnedAway, pick)
}

/** Tells a stranger that a booking is cancelled, which its owner has cancelled or not. */
export function tellStranger(round: DraftRound, pick: number): DraftRound | null {
  const isStrangers = ({ user, reference }: Cancellation) =>
    round.entries.some((entry) => entry.reference === reference && entry.userId !== round.accountOf(user))
  return editCancellation(round, isStrangers, pick)
}

/** Cancels what is cancelled once more, and returns its seats once more. */
export function returnAgain(round: DraftRound, pick: number): DraftRound | null {
  const available = ({ seats }: LedgerEntry) => round.final.available + seats
  const again = appendTo(round, isCancellation, pick, 'cancelled', (entry) => ({ available: available(entry) }))
  const last = again?.entries.at(-1)
  return again && last ? { ...again, final: { ...again.final, available: last.available } } : null
}

/** Adds a look that comes after a cancellation was told, and shows the event as it was just before it. */
export function lookBackBehind(round: DraftRound, pick: number): DraftRound | null {
  const told = round.cancellations.filter(wasCancelled).flatMap(({ reference, endedUs }) => {
    const index = round.entries.findIndex((entry) => isCancellation(entry) && entry.reference === reference)
    const entry = round.entries[index]
    const available = round.entries[index - 1]?.available ?? round.capacity
    return entry ? { sentUs: endedUs + 1, endedUs: endedUs + 2, available, version: entry.version - 1 } : []
  })
  const stale = told[pick % told.length]
  if (!stale) return null
  const reads = [...round.reads, { user: round.users, ...stale }]
  return { ...round, reads: reads.toSorted((a, b) => a.endedUs - b.endedUs) }
}

const told: CancelOutcome = { kind: 'cancelled', version: null }

function editCancellation(
  round: DraftRound,
  fits: (cancellation: Cancellation) => boolean,
  pick: number,
): DraftRound | null {
  const fitting = round.cancellations.filter(fits)
  const chosen = fitting[pick % fitting.length]
  if (!chosen) return null
  const edited = { ...chosen, status: 200, outcome: told }
  return { ...round, cancellations: round.cancellations.map((own) => (own === chosen ? edited : own)) }
}
