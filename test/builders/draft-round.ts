import { eventId, type EventState, type UserId } from '../../src/booking/event.ts'
import type { LedgerEntry } from '../../src/booking/ledger.ts'
import type { EventRead, RoundFacts } from '../../src/judge/facts.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { Cancellation } from '../../src/record/cancellation.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'

/** An entry of a system that says with each what is left. */
export type CountedEntry = LedgerEntry & { readonly available: number }

/** A round before it becomes facts: rows that a test may still tamper with. */
export interface DraftRound {
  readonly capacity: number
  readonly attempts: readonly EndedAttempt[]
  readonly launched: number
  readonly reads: readonly EventRead[]
  readonly cancellations: readonly Cancellation[]
  readonly entries: readonly CountedEntry[]
  readonly final: { readonly available: number; readonly version: number }
  readonly users: number
  /** What a look at the event shows in the end: the same as the ledger, something else, or nothing at all. */
  readonly closing: 'final' | { readonly available: number; readonly version: number } | null
  readonly ledgerReadable: boolean
  readonly interrupted: boolean
  readonly seatsOf: (user: number, operation: number) => number
  readonly accountOf: (user: number) => UserId
  readonly keyOf: (user: number, operation: number) => string | null
}

export function factsOf(round: DraftRound): RoundFacts {
  const recorder = new HistoryRecorder()
  for (const attempt of round.attempts) recorder.add(attempt)
  const opening = {
    id: eventId('e1'),
    name: 'An honest evening',
    capacity: round.capacity,
    available: round.capacity,
    version: 1,
    waitlist: true,
  }
  return {
    opening,
    ledger: round.ledgerReadable
      ? { event: { ...opening, ...round.final }, entries: round.entries }
      : { unavailable: 'it was not to be read' },
    history: recorder.history(),
    reads: round.reads,
    cancellations: round.cancellations,
    planned: { users: round.users, seatsOf: round.seatsOf },
    launchedAttempts: round.launched,
    accountOf: round.accountOf,
    keyOf: round.keyOf,
    closing: closingOf(round, opening),
    quietMs: 0,
    lateMs: 0,
    interrupted: round.interrupted,
    mayLackCancellations: false,
  }
}

function closingOf({ closing, final }: DraftRound, opening: EventState): RoundFacts['closing'] {
  if (closing === null) return { unavailable: 'nobody was let in' }
  return { ...opening, ...(closing === 'final' ? final : closing) }
}

/** Whether several operations sent one key. */
export function sharesKeys({ attempts, keyOf }: DraftRound): boolean {
  const operations = new Map(attempts.map(({ user, operation }) => [`${user}/${operation}`, keyOf(user, operation)]))
  const keys = [...operations.values()].filter((key) => key !== null)
  return new Set(keys).size < keys.length
}
