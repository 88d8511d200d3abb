import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type Database from 'better-sqlite3'
import { TargetError, UnreachableError, UsageError } from '../../operator/errors.ts'
import { fileComplaint } from '../../operator/file-complaint.ts'
import type { SqlDatabase, SqlLimits, SqlRow, SqlStatement } from './sql-database.ts'
import { isoTime, onOneLine, readBooleans } from './values.ts'

/**
 * A SQLite file. It is opened anew for every read, which costs next to nothing, so that a file that was replaced
 * meanwhile is not read on as it was.
 * @param url `sqlite:` and a path, taken as it stands; `sqlite:///` starts one from the root
 * @throws {UsageError} where there is no such file
 */
export function openSqlite(url: string, limits: SqlLimits): SqlDatabase {
  const path = resolve(url.replace(/^sqlite:(?:\/\/)?/i, ''))
  const complaint = complaintAbout(path)
  if (complaint !== null) throw new UsageError(`${url}: ${complaint}; allowed is a SQLite database`)
  return {
    async rows(statement) {
      const { default: Sqlite } = await import('better-sqlite3')
      const database = inWords(`${url} cannot be read`, () => opened(Sqlite, path, limits))
      try {
        return inWords(`${url} refused the statement`, () => read(database, statement, limits))
      } finally {
        database.close()
      }
    },
    close: async () => {},
  }
}

function complaintAbout(path: string): string | null {
  try {
    return statSync(path).isFile() ? null : 'this is no file'
  } catch (error) {
    return fileComplaint(error)
  }
}

function opened(Sqlite: typeof Database, path: string, { connectMs }: SqlLimits): Database.Database {
  const database = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: connectMs })
  try {
    // Only reading from it shows whether the file is a database at all.
    database.pragma('schema_version')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLite works on this thread, so that a statement can be broken off only between two of its rows. */
function read(database: Database.Database, { texts, values }: SqlStatement, { statementMs }: SqlLimits): SqlRow[] {
  const statement = database.prepare<unknown[], Record<string, unknown>>(texts.join('?')).safeIntegers()
  const bound = values.map(bindable)
  if (!statement.reader) {
    // A write is the database's to refuse, in its own words.
    statement.run(...bound)
    throw new TypeError('it asks for no rows')
  }
  const columns = statement.columns().map(({ name, type }) => ({ name, type: type ?? '' }))
  const readers = columns.map(({ name, type }) => ({ name, readValue: readerFor(type) }))
  const untilMs = performance.now() + statementMs
  const rows: Record<string, unknown>[] = []
  for (const row of statement.iterate(...bound)) {
    if (performance.now() > untilMs) throw new RangeError(`it took longer than ${statementMs / 1000} s`)
    for (const { name, readValue } of readers) row[name] = readValue(row[name])
    rows.push(row)
  }
  for (const { name, type } of columns) if (/^BOOL/i.test(type)) readBooleans(rows, name)
  return rows
}

/** SQLite knows no booleans, and a JS number would be bound as a double: in a column of text, '5' is not 5.0. */
function bindable(value: SqlStatement['values'][number]): string | number | bigint | null {
  if (typeof value === 'boolean') return value ? 1n : 0n
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
}

/** What a value means is told by how its column was declared: SQLite keeps dates and JSON as text. */
function readerFor(type: string): (value: unknown) => unknown {
  if (/^(?:DATE|TIMESTAMP)/i.test(type)) return (value) => (typeof value === 'string' ? isoTime(value) : plain(value))
  if (/^JSON/i.test(type)) return (value) => (typeof value === 'string' ? parsed(value) : plain(value))
  return plain
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`
  return Buffer.isBuffer(value) ? value.toString('hex') : value
}

/** Nothing keeps other text out of a column that was declared as JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function inWords<Value>(what: string, act: () => Value): Value {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const message = `${what}: ${onOneLine(error.message)}`
    // A writer that holds the lock, or a file that is just being replaced, may be gone the next time.
    const mayPass = 'code' in error && /^SQLITE_(?:BUSY|LOCKED|CANTOPEN)/.test(String(error.code))
    throw mayPass ? new UnreachableError(message) : new TargetError(message)
  }
}
