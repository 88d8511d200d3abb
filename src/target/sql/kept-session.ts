import { UnreachableError } from '../../operator/errors.ts'
import type { SqlDatabase, SqlRow, SqlStatement } from './sql-database.ts'

/** One connection to a database server. */
export interface Session {
  /** Whether it can be read from, as far as is known. */
  readonly isOpen: () => boolean
  rows(statement: SqlStatement): Promise<readonly SqlRow[]>
  close(): Promise<void>
}

/**
 * A database whose connection is opened for the first read, kept for those that follow, and opened again where it was
 * lost. Reads that are asked for at once take turns, since each is a transaction of its own.
 */
export function keepSession(open: () => Promise<Session>): SqlDatabase {
  let session: Session | null = null
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const acted = turn.then(act)
    turn = acted.catch(() => {})
    return acted
  }

  async function read(statement: SqlStatement): Promise<readonly SqlRow[]> {
    const kept = session
    if (kept?.isOpen()) {
      try {
        return await kept.rows(statement)
      } catch (error) {
        // It may have been lost long ago, and only asking brings it to light. To ask once more changes nothing there.
        if (!(error instanceof UnreachableError)) throw error
      }
    }
    session = null
    await kept?.close()
    session = await open()
    return session.rows(statement)
  }

  return {
    rows: (statement) => inTurn(() => read(statement)),
    close: () =>
      inTurn(async () => {
        const kept = session
        session = null
        await kept?.close()
      }),
  }
}
