import type { EventState, Reference } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
import { matchClaims, type Claims } from './claims.ts'
import type { RoundFacts } from './facts.ts'
import { groupBy } from './group.ts'
import { areVersioned } from './level.ts'
import { groupOperations, type Operation } from './operations.ts'
import { answeredBookings, type AnsweredBookings } from './promises.ts'
import { replay, type ReplayStep } from './replay.ts'

/** The ledger as the rules see it: in version order, replayed, and joined with the history. */
export interface JudgedLedger {
  /** The event as the final read showed it. */
  readonly event: EventState
  /** In version order; entries of the same version stay in the order of the ledger. */
  readonly entries: readonly LedgerEntry[]
  /** False where no entry says which version it installed. */
  readonly versioned: boolean
  readonly steps: readonly ReplayStep[]
  readonly claims: Claims
  readonly byReference: ReadonlyMap<Reference, readonly LedgerEntry[]>
  /** The operation that an entry is about, if a name ties them. */
  readonly ownerOf: (entry: LedgerEntry) => Operation | null
}

/** The facts of a round with what several rules need of them; each part is worked out when it is first asked for. */
export interface JudgedRound {
  readonly facts: RoundFacts
  readonly operations: readonly Operation[]
  /** What the answers alone tell of the seats that were taken. */
  readonly answered: AnsweredBookings
  readonly ledger: JudgedLedger | { readonly unavailable: string }
  /** Requests that left and that the history does not tell of: any of them may have had any effect. */
  readonly unrecorded: number
}

export function prepareRound(facts: RoundFacts): JudgedRound {
  const operations = once(() => groupOperations(facts))
  const answered = once(() => answeredBookings(operations()))
  const ledger = once(() => prepareLedger(facts, operations()))
  return {
    facts,
    get operations() {
      return operations()
    },
    get answered() {
      return answered()
    },
    get ledger() {
      return ledger()
    },
    unrecorded: Math.max(0, facts.launchedAttempts - facts.history.length),
  }
}

function prepareLedger({ ledger, opening }: RoundFacts, operations: readonly Operation[]): JudgedRound['ledger'] {
  if ('unavailable' in ledger) return ledger
  const entries = ledger.entries.toSorted((a, b) => a.version - b.version)
  const claims = matchClaims(operations, entries)
  const owners = new Map(claims.all.map(({ entry, operation }) => [entry, operation]))
  const ownersByReference = new Map(claims.all.map(({ entry, operation }) => [entry.reference, operation]))
  return {
    event: ledger.event,
    entries,
    versioned: areVersioned(entries),
    steps: replay(opening, entries),
    claims,
    byReference: groupBy(entries, ({ reference }) => reference),
    ownerOf: (entry) => (owners.has(entry) ? owners.get(entry) : ownersByReference.get(entry.reference)) ?? null,
  }
}

function once<Value>(compute: () => Value): () => Value {
  let computed: { readonly value: Value } | null = null
  return () => (computed ??= { value: compute() }).value
}
