import { UsageError } from '../operator/errors.ts'
import type { Fields } from '../target/booking-api.ts'

/** Accounts that the operator brought along, and whether several users may share one. */
export interface BroughtAccounts {
  readonly file: string
  readonly rows: readonly Fields[]
  readonly reuse: boolean
}

/**
 * The accounts a run books with, out of those that a file holds: each row once, in its order.
 * @throws {UsageError} where the file has too few and reuse was not asked for
 */
export function chooseAccounts({ file, rows, reuse }: BroughtAccounts, needed: number): readonly Fields[] {
  if (rows.length === 0) throw new UsageError(`${file}: it holds no users; allowed is a row each for ${needed} users`)
  if (rows.length < needed && !reuse) {
    throw new UsageError(
      `${file}: it holds ${rows.length} users and the run needs ${needed}; add rows, lower --users, or let users share rows with --reuse-users`,
    )
  }
  return rows.slice(0, needed)
}
