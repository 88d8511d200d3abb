import type { UserId } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
import type { Attempt } from '../record/attempt.ts'
import { groupBy } from './group.ts'
import type { GroupedOperations } from './grouped-operations.ts'
import { wasRefused, wishOf, type Operation } from './operations.ts'
import type { References } from './references.ts'

/** An entry that only a request can have caused, with the operation that a name ties it to. */
interface Claim {
  readonly entry: LedgerEntry
  /** Its index among the entries. */
  readonly index: number
  readonly operation: Operation | null
  readonly by: 'reference' | 'key' | null
}

/**
 * What names leave open about one account. Users may share it, so nobody can say which attempt made which loose entry;
 * but that there are more of them than attempts that can have made one is certain.
 */
export interface AccountBalance {
  readonly account: UserId
  /** Claims that neither a reference nor a key ties to an operation. */
  readonly loose: readonly LedgerEntry[]
  /** How many entries its attempts may have made without learning of it, less those that a key has found. */
  readonly nameless: number
  readonly refused: readonly Attempt[]
}

export interface Claims {
  readonly all: readonly Claim[]
  /** The wishes (see `wishOf`) that a name ties to at least one claim. */
  readonly granted: ReadonlySet<number>
  /** False where keys were not sent, or where the ledger shows none of those that were. */
  readonly keysVisible: boolean
  /** Of the accounts that have loose entries; of any other, nothing is left open. */
  readonly balances: ReadonlyMap<UserId, AccountBalance>
}

/** Ties every booked and waitlisted entry to its operation: by the reference that was acknowledged, else by the key. */
export function matchClaims(
  { all: operations, answers, wishes }: GroupedOperations,
  references: References,
  entries: readonly LedgerEntry[],
): Claims {
  const tie = (entry: LedgerEntry, index: number): Claim => {
    const told: Operation[] = []
    for (const telling of references.tellingsOf(index)) {
      const answer = answers[telling]
      if (answer) told.push(answer.whole)
    }
    const named = ownerAmong(told, entry)
    if (named) return { entry, index, operation: named, by: 'reference' }
    const keyed = likeliest(wishes.operationsWith(entry.userId, entry.key))
    if (keyed) return { entry, index, operation: keyed, by: 'key' }
    // Even under the wrong account: whoever was told this reference did ask for something.
    return { entry, index, operation: told[0] ?? null, by: told[0] ? 'reference' : null }
  }
  const all: Claim[] = []
  let index = 0
  for (const entry of entries) {
    if (isClaim(entry)) all.push(tie(entry, index))
    index++
  }
  let granted: ReadonlySet<number> | null = null
  return {
    all,
    // Asked for only where an answer broke off, or never came.
    get granted() {
      return (granted ??= new Set(all.flatMap(({ operation }) => (operation ? wishOf(operation) : []))))
    },
    keysVisible: entries.some(({ userId, key }) => wishes.operationsWith(userId, key).length > 0),
    balances: balanceAccounts(operations, all),
  }
}

/** Of the operations that were told the reference of an entry, one of its account; best the one that its key names. */
function ownerAmong(told: readonly Operation[], { userId, key }: LedgerEntry): Operation | undefined {
  let owner: Operation | undefined
  for (const operation of told) {
    if (operation.account !== userId) continue
    if (told.length === 1 || operation.key === key) return operation
    owner ??= operation
  }
  return owner
}

function balanceAccounts(operations: readonly Operation[], claims: readonly Claim[]): Map<UserId, AccountBalance> {
  const loose = groupBy(
    claims.filter(({ by }) => by === null).map(({ entry }) => entry),
    ({ userId }) => userId,
  )
  if (loose.size === 0) return new Map()
  const foundByKey = groupBy(
    claims.filter(({ by }) => by === 'key'),
    ({ operation }) => operation,
  )
  const operationsOf = groupBy(
    operations.filter(({ account }) => loose.has(account)),
    ({ account }) => account,
  )
  const accounts = new Set([...operationsOf.keys(), ...loose.keys()])
  return new Map(
    Array.from(accounts, (account) => {
      const own = operationsOf.get(account) ?? []
      const open = own.map((operation) => Math.max(0, operation.nameless - (foundByKey.get(operation)?.length ?? 0)))
      return [
        account,
        {
          account,
          loose: loose.get(account) ?? [],
          nameless: open.reduce((sum, count) => sum + count, 0),
          refused: own.flatMap(({ refused }) => refused),
        },
      ]
    }),
  )
}

/** Of several operations that sent the same key, one that may have made the entry, if there is one. */
function likeliest(candidates: readonly Operation[]): Operation | undefined {
  return candidates.find((operation) => !wasRefused(operation)) ?? candidates[0]
}

function isClaim({ kind }: LedgerEntry): boolean {
  return kind === 'booked' || kind === 'waitlisted'
}
