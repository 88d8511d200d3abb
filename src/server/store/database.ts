import Database from 'better-sqlite3'
import { schema } from './schema.ts'

/**
 * Opens the one connection that writes, and makes the tables where they are missing.
 * FULL, because a booking that was confirmed must survive a power failure: in WAL mode, NORMAL does not sync at commit.
 * @throws {Error} in one sentence with the remedy where the native binding of better-sqlite3 is missing or was built
 * for another Node
 */
export function openDatabase(path: string): Database.Database {
  const database = connect(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.transaction(() => database.exec(schema)).immediate()
  return database
}

/** Explains the ways in which a native binding can fail to load; undefined for any other error. */
export function explainMissingBinding(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error ? error.code : undefined
  const missing =
    code === 'MODULE_NOT_FOUND' ||
    code === 'ERR_DLOPEN_FAILED' ||
    /could not locate the bindings file|NODE_MODULE_VERSION/i.test(error.message)
  if (!missing) return undefined
  return (
    `SQLite could not be loaded, because better-sqlite3 has no native binding for Node ${process.version}: ` +
    'run `npm rebuild better-sqlite3`; if npm blocked its install script, first allow it with ' +
    '`npm approve-scripts better-sqlite3`, or install with ' +
    '`npm install --global --allow-scripts=better-sqlite3 bookload`.'
  )
}

function connect(path: string): Database.Database {
  try {
    return new Database(path)
  } catch (error) {
    const explanation = explainMissingBinding(error)
    throw explanation === undefined ? error : new Error(explanation, { cause: error })
  }
}
