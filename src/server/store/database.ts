import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { explainOpening } from './database-errors.ts'
import { schema } from './schema.ts'

/** Marks a database as ours: "bkld" in ASCII, in the header field that SQLite keeps for this. */
const applicationId = 0x626b6c64

/**
 * Opens the one connection that writes, and makes the tables where they are missing.
 * FULL, because a booking that was confirmed must survive a power failure: in WAL mode, NORMAL does not sync at commit.
 * @throws {DatabaseFileError} where the file is no database, is somebody else's, or cannot be written
 * @throws {MissingBindingError} where the native binding of better-sqlite3 is missing or was built for another Node
 */
export function openDatabase(path: string): Database.Database {
  let database: Database.Database | undefined
  try {
    keepPrivate(path)
    database = new Database(path)
    refuseForeign(database)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    // At once, since a database with our tables and without our mark would be taken for somebody else's.
    const mark = `PRAGMA application_id = ${applicationId};`
    database.transaction((opened: Database.Database) => opened.exec(`${schema}${mark}`)).immediate(database)
    return database
  } catch (error) {
    database?.close()
    throw explainOpening(error, path)
  }
}

/** It holds the secret that signs every token. SQLite gives the files beside it the same mode. */
function keepPrivate(path: string): void {
  // A database in memory has no file, and a missing folder is SQLite's to complain about.
  if (path === ':memory:' || !existsSync(dirname(path))) return
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

/** A path mistyped must not add our tables to the database of another program. */
function refuseForeign(database: Database.Database): void {
  const isOurs = database.pragma('application_id', { simple: true }) === applicationId
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_master').pluck().get())
  if (!isOurs && tables > 0) throw new Error('it is the database of another program')
}
