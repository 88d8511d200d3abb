import { userId, type UserId } from '../booking/event.ts'
import { unnamed, type LedgerEntry } from '../booking/ledger.ts'
import type { GatheredAttempts } from './gathered-attempts.ts'
import type { ToldLedger } from './gathered-ledger.ts'

/** A ledger, and the accounts and keys of the users as that ledger names them. */
export interface NamedAccounts {
  readonly ledger: ToldLedger | null
  readonly accountOf: (user: number) => UserId
  readonly keyOf: (user: number, operation: number) => string | null
}

/**
 * Fills in the accounts that a file leaves out: user 3 is `u3`. Where the ledger knows its users by other names, nobody
 * can tell which of them it means, and to guess would accuse; so they count as one account that they share. A key is its
 * account's own, so of theirs none is left: two of them may have sent the same.
 */
export function nameAccounts(attempts: GatheredAttempts, ledger: ToldLedger | null): NamedAccounts {
  const { keyOf } = attempts
  const usual = { ledger, keyOf, accountOf: (user: number) => userId(attempts.toldAccountOf(user) ?? usualName(user)) }
  if (ledger === null || attempts.haveAccounts) return usual
  const told = new Set<string>()
  const assumed = new Set<string>()
  for (const user of attempts.users()) {
    const account = attempts.toldAccountOf(user)
    if (account === null) assumed.add(usualName(user))
    else told.add(account)
  }
  const isKnown = ({ userId: name }: { userId: UserId }) => told.has(name) || assumed.has(name)
  if (ledger.entries.every(isKnown)) return usual
  return {
    ledger: {
      ...ledger,
      entries: ledger.entries.map((entry) => (told.has(entry.userId) ? entry : withoutName(entry))),
    },
    accountOf: (user) => userId(attempts.toldAccountOf(user) ?? unnamed),
    keyOf: (user, operation) => (attempts.toldAccountOf(user) === null ? null : keyOf(user, operation)),
  }
}

function withoutName(entry: LedgerEntry): LedgerEntry {
  const { key: _, ...rest } = entry
  return { ...rest, userId: unnamed }
}

const usualName = (user: number): string => `u${user}`
