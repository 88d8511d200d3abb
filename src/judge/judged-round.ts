import type { EventState } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
import type { Cancellation } from '../record/cancellation.ts'
import { matchClaims, type Claims } from './claims.ts'
import type { RoundFacts } from './facts.ts'
import type { GroupedAttempts } from './grouped-attempts.ts'
import { groupBy } from './group.ts'
import { GroupedOperations } from './grouped-operations.ts'
import { areVersioned } from './level.ts'
import { once } from './once.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from './operations.ts'
import { answeredBookings, type AnsweredBookings } from './promises.ts'
import { References } from './references.ts'
import { replay } from './replay.ts'
import type { Wishes } from './wishes.ts'

/** The ledger as the rules see it: in order, replayed, and joined with the history. */
export interface JudgedLedger {
  /** The event as the final read showed it. */
  readonly event: EventState
  /**
   * In version order; entries of the same version stay in the order of the ledger. Without versions nobody knows the order:
   * then whatever was given out comes before all that became of it.
   */
  readonly entries: readonly LedgerEntry[]
  /** False where no entry says which version it installed. */
  readonly versioned: boolean
  /** By entry, how many seats were held once it was applied; without versions only the last of them is sure. */
  readonly heldAfter: Float64Array
  readonly claims: Claims
  readonly references: References
  /** The operation that an entry is about, if a name ties them. */
  readonly ownerOf: (entry: LedgerEntry) => Operation | null
  /** The request that a cancellation in the ledger most likely comes of, where its user was told so. */
  readonly returnBehind: (entry: LedgerEntry) => Cancellation | null
}

/** The facts of a round with what several rules need of them; each part is worked out when it is first asked for. */
export interface JudgedRound {
  readonly facts: RoundFacts
  readonly operations: readonly Operation[]
  /** The attempts at each of them, as indexes into the history. */
  readonly attempts: GroupedAttempts
  /** Those of which an answer acknowledged something. */
  readonly acknowledged: readonly Operation[]
  /** Every answer that acknowledged something, in the order of the operations. */
  readonly answers: readonly AcknowledgedAttempt[]
  /** Of the wishes that have a key and may have been told of more than once, the operations that were told of something. */
  readonly toldAgain: readonly (readonly [Operation, ...Operation[]])[]
  readonly wishes: Wishes
  readonly references: References
  /** What the answers alone tell of the seats that were taken. */
  readonly answered: AnsweredBookings
  readonly ledger: JudgedLedger | { readonly unavailable: string }
  /** Requests that left and that the history does not tell of: any of them may have had any effect. */
  readonly unrecorded: number
}

export function prepareRound(facts: RoundFacts): JudgedRound {
  const grouped = once(() => new GroupedOperations(facts))
  const acknowledged = once(() => grouped().all.filter(({ number }) => grouped().columns.countTold(number) > 0))
  const toldAgain = once(() => {
    const { columns, wishes } = grouped()
    const again = acknowledged().filter((one) => columns.countTold(one.number) > 1 || wishes.isShared(one))
    const keyed = again.filter(({ key }) => key !== null)
    return [...groupBy(keyed, wishOf).values()]
  })
  const answered = once(() => answeredBookings(grouped().all, grouped().wishes))
  const entries = once(() => ('unavailable' in facts.ledger ? [] : inOrder(facts.ledger.entries)))
  const references = once(() => new References(grouped().columns.tellings, entries()))
  const ledger = once(() => prepareLedger(facts, { grouped, entries, references }))
  return {
    facts,
    get operations() {
      return grouped().all
    },
    get attempts() {
      return grouped().columns.attempts
    },
    get acknowledged() {
      return acknowledged()
    },
    get wishes() {
      return grouped().wishes
    },
    get toldAgain() {
      return toldAgain()
    },
    get answers() {
      return grouped().answers
    },
    get references() {
      return references()
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

function inOrder(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const placeOf = areVersioned(entries) ? ({ version }: LedgerEntry) => version : turnOf
  // Nearly every ledger is in order already, and a copy of it would take as much memory again.
  const isInOrder = entries.every((entry, index) => placeOf(entry) >= placeOf(entries[index - 1] ?? entry))
  return isInOrder ? entries : entries.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** In which turn a kind of entry comes about a reference. */
function turnOf({ kind }: LedgerEntry): number {
  switch (kind) {
    case 'waitlisted':
    case 'booked':
      return 0
    case 'promoted':
      return 1
    case 'cancelled':
      return 2
  }
}

interface Prepared {
  readonly grouped: () => GroupedOperations
  readonly entries: () => readonly LedgerEntry[]
  readonly references: () => References
}

function prepareLedger({ ledger, opening, cancellations }: RoundFacts, prepared: Prepared): JudgedRound['ledger'] {
  if ('unavailable' in ledger) return ledger
  const entries = prepared.entries()
  const references = prepared.references()
  const claims = matchClaims(prepared.grouped(), references, entries)
  const returns = once(() => groupBy(cancellations, ({ reference }) => reference))
  const owners = once(() => new Map(claims.all.map(({ entry, operation }) => [entry, operation])))
  const ownersByReference = once(() => new Map(claims.all.map(({ entry, operation }) => [entry.reference, operation])))
  return {
    event: ledger.event,
    entries,
    versioned: areVersioned(entries),
    heldAfter: replay(opening, entries),
    claims,
    references,
    returnBehind: (entry) =>
      returns()
        .get(entry.reference)
        ?.find((asked) => tellsOf(asked, entry)) ?? null,
    ownerOf: (entry) => (owners().has(entry) ? owners().get(entry) : ownersByReference().get(entry.reference)) ?? null,
  }
}

function tellsOf({ outcome }: Cancellation, { kind, version }: LedgerEntry): boolean {
  if (kind !== 'cancelled' || outcome.kind !== 'cancelled') return false
  return outcome.version === null || outcome.version === version
}
