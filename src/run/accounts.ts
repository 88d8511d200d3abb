import { UsageError } from '../operator/errors.ts'
import type { Control } from '../target/control.ts'
import type { Account } from '../users/account.ts'

/** Accounts that the operator brought along, and whether several users may share one. */
export interface BroughtAccounts {
  readonly file: string
  readonly accounts: readonly Account[]
  readonly reuse: boolean
}

/**
 * The accounts a run books with, out of those that a file holds: each row once, in its order.
 * @throws {UsageError} where the file has too few and reuse was not asked for
 */
export function chooseAccounts({ file, accounts, reuse }: BroughtAccounts, needed: number): readonly Account[] {
  if (accounts.length === 0)
    throw new UsageError(`${file}: it holds no users; allowed is a row each for ${needed} users`)
  if (accounts.length < needed && !reuse) {
    throw new UsageError(
      `${file}: it holds ${accounts.length} users and the run needs ${needed}; add rows, lower --users, or let users share rows with --reuse-users`,
    )
  }
  return accounts.slice(0, needed)
}

/**
 * Makes sure that the target knows the accounts, since a burst of refused strangers would prove nothing.
 * @throws {UsageError} where it does not know the first of them
 */
export async function checkKnown(file: string, [first]: readonly Account[], control: Control): Promise<void> {
  if (!first || (await control.knowsToken(first.token))) return
  throw new UsageError(
    `${file}: the target answers 401 to the first token: its users live in another database (see --db), or their tokens have expired`,
  )
}
