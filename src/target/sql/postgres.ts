import type { Client, types as PgTypes } from 'pg'
import { TargetError, UnreachableError, UsageError } from '../../operator/errors.ts'
import { isOfTheSystem, networkComplaint } from '../network-complaint.ts'
import { keepSession, type Session } from './kept-session.ts'
import { serverAddress, type ServerAddress } from './server-address.ts'
import type { SqlDatabase, SqlLimits } from './sql-database.ts'
import { isoTime, numberIfExact, onOneLine } from './values.ts'

/**
 * A PostgreSQL database. What its URL leaves out is taken from the environment, as `psql` does; `sslmode` and the other
 * parameters of the URL are those of the driver.
 * @see https://node-postgres.com/features/connecting
 */
export function openPostgres(url: string, limits: SqlLimits): SqlDatabase {
  const address = serverAddress(url, 5432)
  return keepSession(() => connect(address, limits))
}

async function connect({ name, url }: ServerAddress, { connectMs, statementMs }: SqlLimits): Promise<Session> {
  const pg = await import('pg')
  let client: Client
  try {
    client = new pg.Client({
      connectionString: url.href,
      connectionTimeoutMillis: connectMs,
      // The server breaks off by itself what takes too long; this is for one that has fallen silent.
      query_timeout: statementMs + connectMs,
    })
  } catch (error) {
    throw new UsageError(`${name}: what its URL asks for cannot be done: ${told(error)}`)
  }
  let isOpen = true
  client.on('error', () => (isOpen = false))
  client.on('end', () => (isOpen = false))
  try {
    await client.connect()
  } catch (error) {
    throw explained(error, 'refused the connection')
  }

  // Of this transaction, so that behind a pooler nothing of it is left to whoever is served next.
  const begin = `BEGIN READ ONLY; SET LOCAL statement_timeout = ${statementMs}; SET LOCAL timezone = 'UTC';
    SET LOCAL datestyle = 'ISO'`
  const types = { getTypeParser: typeParsers(pg.types) }

  function explained(error: unknown, refusal: string): Error {
    const state = error instanceof pg.DatabaseError ? (error.code ?? '') : null
    if (state === null ? isLost(error) : passing.test(state)) {
      isOpen = false
      return new UnreachableError(`${name} cannot be reached: ${told(error)}`)
    }
    const limit = state === tookTooLong ? ` (it has ${statementMs / 1000} s)` : ''
    return new TargetError(`${name} ${refusal}: ${told(error)}${limit}`)
  }

  return {
    isOpen: () => isOpen,
    async rows({ texts, values }) {
      // Extended also without values: in a simple query, `COMMIT; DELETE …` would be two statements.
      const query = { text: numbered(texts), values: [...values], types, queryMode: 'extended' }
      try {
        await client.query(begin)
        const { fields, rows } = await client.query<Record<string, unknown>>(query)
        if (fields.length === 0) throw new TypeError('it asks for no rows')
        return rows
      } catch (error) {
        throw explained(error, 'refused the statement')
      } finally {
        // There is nothing to commit, and a setting that the statement made is gone, too.
        if (isOpen) await client.query('ROLLBACK').catch(() => (isOpen = false))
      }
    },
    close: () => client.end(),
  }
}

/** States of a broken connection, of a server that shuts down or starts up, and of one with too many connections. */
const passing = /^(?:08|57P0[1235]|53300)/

const tookTooLong = '57014'

/** The texts with `$1`, `$2` and so on between them. */
const numbered = (texts: readonly string[]): string =>
  texts.map((text, index) => (index === 0 ? text : `$${index}${text}`)).join('')

type Parser = (text: string) => unknown

/** The driver's types as they are: it declares that there are none but those that it has a name for. */
interface DriverTypes {
  readonly builtins: typeof PgTypes.builtins
  readonly getTypeParser: (id: number, format?: 'text' | 'binary') => Parser
}

/**
 * How a value is read, by the number of its type: what the driver would leave as text, or make a `Date` or an object of
 * its own. The rest is read as the driver does.
 */
function typeParsers({ builtins, getTypeParser }: DriverTypes): DriverTypes['getTypeParser'] {
  const asTold: Parser = (text) => text
  const instant: Parser = (text) => isoTime(text).replace(/\+00$/, 'Z')
  const hex: Parser = (text) => text.replace(/^\\x/, '')
  const textArray: Parser = getTypeParser(1009)
  const arrayOf = (parse: Parser) => (text: string) => eachOf(textArray(text), parse)
  const parsers = new Map<number, Parser>([
    [builtins.INT8, numberIfExact],
    [builtins.NUMERIC, numberIfExact],
    [builtins.DATE, asTold],
    [builtins.TIMESTAMP, isoTime],
    [builtins.TIMESTAMPTZ, instant],
    [builtins.INTERVAL, asTold],
    [builtins.BYTEA, hex],
    // Arrays of the same; the driver has no names for these types.
    [1016, arrayOf(numberIfExact)],
    [1231, arrayOf(numberIfExact)],
    [1182, arrayOf(asTold)],
    [1115, arrayOf(isoTime)],
    [1185, arrayOf(instant)],
    [1187, arrayOf(asTold)],
    [1001, arrayOf(hex)],
  ])
  return (id, format) => parsers.get(id) ?? getTypeParser(id, format)
}

function eachOf(value: unknown, parse: Parser): unknown {
  if (Array.isArray(value)) return value.map((each) => eachOf(each, parse))
  return typeof value === 'string' ? parse(value) : value
}

/** The driver gives no code to a connection that ended, was never made in time, or fell silent. */
const isLost = (error: unknown): boolean =>
  isOfTheSystem(error) ||
  (error instanceof Error &&
    /^(?:Connection terminated|Client (?:has|was) |timeout expired|Query read timeout)/.test(error.message))

function told(error: unknown): string {
  if (error instanceof Error && /^(?:timeout expired|Query read timeout)$/.test(error.message))
    return 'it did not answer in time'
  return onOneLine(networkComplaint(error))
}
