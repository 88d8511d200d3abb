import { didYouMean } from '../../operator/did-you-mean.ts'
import { UsageError } from '../../operator/errors.ts'
import { openMysql } from './mysql.ts'
import { openPostgres } from './postgres.ts'
import type { SqlDatabase, SqlLimits } from './sql-database.ts'
import { openSqlite } from './sqlite.ts'

type Opener = (url: string, limits: SqlLimits) => SqlDatabase

const openers: Readonly<Record<string, Opener>> = {
  postgres: openPostgres,
  postgresql: openPostgres,
  mysql: openMysql,
  mariadb: openMysql,
  sqlite: openSqlite,
}

const usualLimits: SqlLimits = { connectMs: 5000, statementMs: 30_000 }

/**
 * A database to read, by the scheme of its URL; nothing is connected to before the first read.
 * @param url such as `postgres://reader:secret@127.0.0.1:5432/shop`, `mysql://reader@127.0.0.1/shop` or `sqlite:./shop.db`
 * @throws {UsageError} where it names no database that can be read; the message never tells who was to log in, or how
 */
export function openSql(url: string, limits: SqlLimits = usualLimits): SqlDatabase {
  const scheme = /^[^:/?#@]*(?=:)/.exec(url)?.[0].toLowerCase() ?? ''
  const open = Object.hasOwn(openers, scheme) ? openers[scheme] : undefined
  if (open) return open(url, limits)
  throw new UsageError(
    `a database is named by a URL that starts with postgres://, postgresql://, mysql://, mariadb:// or sqlite:; found ${foundIn(url)}`,
  )
}

function foundIn(url: string): string {
  // Only in front of `://` it certainly is a scheme: in `ann:secret@host/shop`, that would be a user.
  const scheme = /^[a-z][a-z0-9+.-]*(?=:\/\/)/i.exec(url)?.[0]
  return scheme === undefined ? 'one without a scheme' : `${scheme}://${didYouMean(scheme, Object.keys(openers))}`
}
