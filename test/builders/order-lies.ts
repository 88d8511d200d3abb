import type { EventRead } from '../../src/judge/facts.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { DraftRound } from './draft-round.ts'
import { isTold, isToldOnce } from './tampering.ts'

/** Somebody who asked, and was answered, before any other request of the round had left. */
export function refuseEarly(round: DraftRound, kind: 'conflict' | 'soldOut'): DraftRound {
  const early: EndedAttempt = {
    user: round.users,
    attempt: 1,
    operation: 0,
    plannedUs: -10,
    sentUs: -10,
    endedUs: -5,
    status: 409,
    outcome: { kind },
  }
  return { ...round, users: round.users + 1, launched: round.launched + 1, attempts: [early, ...round.attempts] }
}

/** Claims that a winner asked only after the one of the next version had been told. */
export function askLate(round: DraftRound, pick: number): DraftRound | null {
  const pairs = round.entries.flatMap((entry, index) => {
    const [own, next] = [teller(round, entry.reference), teller(round, round.entries[index + 1]?.reference)]
    // Where a key was answered again, its first request may have come of either.
    const isSure = own && isToldOnce(round)(own)
    return isSure && next && isAsked(entry) && isAsked(round.entries[index + 1]) ? { own, next } : []
  })
  const pair = pairs[pick % pairs.length]
  if (!pair) return null
  const late = { ...pair.own, sentUs: pair.next.endedUs + 1, endedUs: pair.next.endedUs + 2 }
  const attempts = round.attempts.map((attempt) => (attempt === pair.own ? late : attempt))
  return { ...round, attempts: attempts.toSorted((a, b) => a.endedUs - b.endedUs) }
}

/** Adds a look that comes after an answer and shows the event as it was just before what the answer told of. */
export function lookBack(round: DraftRound, pick: number): DraftRound | null {
  const told = round.entries.flatMap((entry, index) => {
    const attempt = teller(round, entry.reference)
    const available = round.entries[index - 1]?.available ?? round.capacity
    return attempt && isAsked(entry) ? { attempt, version: entry.version - 1, available } : []
  })
  const stale = told[pick % told.length]
  if (!stale) return null
  const { attempt, version, available } = stale
  return addLook(round, { user: 0, sentUs: attempt.endedUs + 1, endedUs: attempt.endedUs + 2, available, version })
}

/** Adds a look that shows more seats than there ever were. */
export function lookAmiss(round: DraftRound, version: number | null): DraftRound {
  const sentUs = Math.max(...round.attempts.map((attempt) => attempt.sentUs))
  return addLook(round, { user: 0, sentUs, endedUs: sentUs + 1, available: round.capacity + 1, version })
}

function addLook(round: DraftRound, read: EventRead): DraftRound {
  return { ...round, reads: [...round.reads, read].toSorted((a, b) => a.endedUs - b.endedUs) }
}

function isAsked(entry: DraftRound['entries'][number] | undefined): boolean {
  return entry?.kind === 'booked' || entry?.kind === 'waitlisted'
}

function teller(round: DraftRound, reference: string | undefined): EndedAttempt | undefined {
  return round.attempts.find(
    (attempt) => isTold(attempt) && 'reference' in attempt.outcome && attempt.outcome.reference === reference,
  )
}
