import { prepareAccountStatements } from './account-statements.ts'
import { prepareBookingStatements } from './booking-statements.ts'
import { openDatabase } from './database.ts'
import { prepareEntryStatements } from './entry-statements.ts'
import { prepareEventStatements } from './event-statements.ts'
import { GroupCommit } from './group-commit.ts'
import { prepareIdempotencyStatements } from './idempotency-statements.ts'
import { newReference } from './new-reference.ts'
import { prepareSettingStatements } from './setting-statements.ts'

export type Store = ReturnType<typeof openStore>

/**
 * The tables and the one way to write them: everything but a setting is written inside `commit.run`. Since the
 * connection is synchronous, a read outside of it never sees half a transaction.
 * @param onCommit hears the size of each group of jobs that was committed together
 */
export function openStore(path: string, onCommit: (jobs: number) => void) {
  const database = openDatabase(path)
  return {
    accounts: prepareAccountStatements(database),
    bookings: prepareBookingStatements(database, newReference),
    commit: new GroupCommit(database, onCommit),
    entries: prepareEntryStatements(database),
    events: prepareEventStatements(database),
    idempotency: prepareIdempotencyStatements(database),
    settings: prepareSettingStatements(database),
    version: () => String(database.prepare('SELECT sqlite_version()').pluck().get()),
    close: () => {
      database.close()
    },
  }
}
