import { cancelOutcomeKinds, type CancelOutcome } from '../../src/booking/cancellation.ts'
import { eventId, reference, userId, type EventState } from '../../src/booking/event.ts'
import { ledgerKinds, type Ledger, type LedgerEntry } from '../../src/booking/ledger.ts'
import { outcomeKinds, unknownCauses, type Outcome, type OutcomeKind } from '../../src/booking/outcome.ts'
import type { EventRead, RoundFacts } from '../../src/judge/facts.ts'
import type { Cancellation } from '../../src/record/cancellation.ts'
import type { History } from '../../src/record/history.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { readTable, type Row } from './table.ts'

const statuses: Readonly<Record<OutcomeKind, number>> = {
  booked: 201,
  conflict: 409,
  soldOut: 409,
  waitlisted: 202,
  rateLimited: 429,
  rejected: 422,
  unknown: 0,
}

interface RoundStory {
  readonly capacity?: number
  /**
   * Columns: user outcome, and as needed attempt operation step planned began sent ended status reference seats version
   * place cause.
   */
  readonly history: string
  /** Columns: version kind reference account, and as needed seats available key. Without it, the ledger is unavailable. */
  readonly ledger?: string
  /** Looks at the event. Columns: user sent ended available, and as needed version. */
  readonly reads?: string
  /** Columns: user reference outcome, and as needed attempt step sent ended version. */
  readonly cancellations?: string
  /** Whether entries say how many seats were left; true where nothing is said. */
  readonly tellsAvailable?: boolean
  /** Whatever the final read shows other than the last entry does. */
  readonly final?: Partial<EventState>
  /**
   * Whatever a look at the event shows in the end, other than the ledger or, without one, than the opening; null for none.
   * Where nothing is said it shows what the ledger does, and without a ledger nobody looks.
   */
  readonly closing?: Partial<EventState> | null
  readonly quietMs?: number
  readonly lateMs?: number
  readonly opening?: Partial<EventState>
  readonly users?: number
  readonly seats?: number
  readonly launched?: number
  /** Without it, every user has the account of the same number: user 3 is `u3`. */
  readonly account?: string
  /** With it, requests carried keys: operation 0 of user 3 sent `k3.0`. */
  readonly keyed?: boolean
  readonly interrupted?: boolean
  readonly mayLackCancellations?: boolean
}

/** The facts of a round, told as two tables: what its users saw, and what the system says it sold. */
export function roundFrom(story: RoundStory): RoundFacts {
  const { capacity = 10, seats = 1, account, keyed = false, interrupted = false } = story
  const opening = { ...freshEvent(capacity), ...story.opening }
  const history = historyFrom(story.history, seats)
  const told = story.ledger === undefined ? null : ledgerFrom(story.ledger, opening, story.final ?? {})
  const ledger = told === null || story.tellsAvailable !== false ? told : withoutAvailable(told)
  const closing = story.closing ?? (ledger === null || story.closing === null ? null : {})
  return {
    opening,
    ledger: ledger ?? { unavailable: 'the target has none' },
    closing: closing === null ? { unavailable: 'nobody looked' } : { ...(ledger?.event ?? opening), ...closing },
    history,
    reads: story.reads === undefined ? [] : readsFrom(story.reads),
    cancellations: story.cancellations === undefined ? [] : cancellationsFrom(story.cancellations),
    planned: { users: story.users ?? new Set(history.user).size, seatsOf: () => seats },
    launchedAttempts: story.launched ?? history.length,
    accountOf: (user) => userId(account ?? `u${user}`),
    keyOf: (user, operation) => (keyed ? `k${user}.${operation}` : null),
    quietMs: story.quietMs ?? 0,
    lateMs: story.lateMs ?? 0,
    interrupted,
    mayLackCancellations: story.mayLackCancellations ?? false,
  }
}

const withoutAvailable = ({ event, entries }: Ledger): Ledger => ({
  event,
  entries: entries.map((entry) => ({ ...entry, available: null })),
})

export function historyFrom(table: string, seatsAsked = 1): History {
  const recorder = new HistoryRecorder()
  const tries = new Map<number, number>()
  for (const [index, row] of readTable(table).entries()) {
    const user = row.number('user') ?? 0
    const attempt = row.number('attempt') ?? (tries.get(user) ?? 0) + 1
    tries.set(user, attempt)
    const outcome = outcomeFrom(row, seatsAsked)
    const sentUs = (row.number('sent') ?? index) * 1000
    recorder.add({
      user,
      attempt,
      operation: row.number('operation') ?? 0,
      step: row.number('step') ?? 0,
      plannedUs: (row.number('planned') ?? sentUs / 1000) * 1000,
      sentUs,
      ...(row.number('began') === null ? {} : { beganUs: (row.number('began') ?? 0) * 1000 }),
      endedUs: (row.number('ended') ?? index + 10) * 1000,
      status: row.number('status') ?? statuses[outcome.kind],
      outcome,
    })
  }
  return recorder.history()
}

function readsFrom(table: string): readonly EventRead[] {
  return readTable(table).map((row) => ({
    user: row.number('user') ?? 0,
    sentUs: (row.number('sent') ?? 0) * 1000,
    endedUs: (row.number('ended') ?? 0) * 1000,
    available: row.number('available') ?? 0,
    version: row.number('version'),
  }))
}

const cancelStatuses = { cancelled: 200, gone: 404, refused: 403, unknown: 0 } as const

function cancellationsFrom(table: string): readonly Cancellation[] {
  return readTable(table).map((row, index) => {
    const outcome = cancelOutcomeFrom(row)
    return {
      user: row.number('user') ?? 0,
      attempt: row.number('attempt') ?? 1,
      step: row.number('step') ?? 1,
      reference: reference(row.text('reference') ?? ''),
      sentUs: (row.number('sent') ?? 100 + index) * 1000,
      endedUs: (row.number('ended') ?? 110 + index) * 1000,
      status: cancelStatuses[outcome.kind],
      outcome,
    }
  })
}

function cancelOutcomeFrom(row: Row): CancelOutcome {
  const kind = cancelOutcomeKinds.find((name) => name === row.text('outcome'))
  switch (kind) {
    case 'cancelled':
      return { kind, version: row.number('version') }
    case 'gone':
      return { kind }
    case 'refused':
      return { kind, code: null }
    case 'unknown':
      return { kind, cause: 'timeout' }
    case undefined:
      throw new Error(`there is no outcome ${row.text('outcome')} of a cancellation`)
  }
}

function outcomeFrom(row: Row, seatsAsked: number): Outcome {
  const kind = outcomeKinds.find((name) => name === row.text('outcome'))
  const name = row.text('reference')
  const given = name === null ? null : reference(name)
  switch (kind) {
    case 'booked': {
      const seats = given === null ? null : (row.number('seats') ?? seatsAsked)
      return { kind, reference: given, seats, version: row.number('version') }
    }
    case 'waitlisted':
      return { kind, reference: given, position: row.number('place') }
    case 'rateLimited':
      return { kind, retryAfterMs: null }
    case 'rejected':
      return { kind, code: null }
    case 'unknown':
      return { kind, cause: unknownCauses.find((cause) => cause === row.text('cause')) ?? 'timeout' }
    case 'conflict':
    case 'soldOut':
      return { kind }
    case undefined:
      throw new Error(`there is no outcome ${row.text('outcome')}`)
  }
}

function ledgerFrom(table: string, opening: EventState, final: Partial<EventState>): Ledger {
  let { available } = opening
  const entries: LedgerEntry[] = []
  for (const row of readTable(table)) {
    const kind = ledgerKinds.find((name) => name === row.text('kind')) ?? 'booked'
    const seats = row.number('seats') ?? 1
    if (kind === 'booked' || kind === 'promoted') available -= seats
    if (kind === 'cancelled') available += seats
    available = row.number('available') ?? available
    const key = row.text('key')
    entries.push({
      version: row.number('version') ?? 0,
      kind,
      reference: reference(row.text('reference') ?? ''),
      userId: userId(row.text('account') ?? ''),
      seats,
      available,
      at: '2026-01-01T00:00:00.000Z',
      ...(key === null ? {} : { key }),
    })
  }
  const version = entries.at(-1)?.version ?? opening.version
  return { event: { ...opening, available, version, ...final }, entries }
}

function freshEvent(capacity: number): EventState {
  return { id: eventId('e1'), name: 'Night of races', capacity, available: capacity, version: 1, waitlist: false }
}
