import { connect as connectSocket } from 'node:net'
import { promisify } from 'node:util'
import type { ConnectionOptions, FieldPacket, RowDataPacket, SslOptions } from 'mysql2'
import { TargetError, UnreachableError, UsageError } from '../../operator/errors.ts'
import { isOfTheSystem, networkComplaint } from '../network-complaint.ts'
import { keepSession, type Session } from './kept-session.ts'
import { serverAddress } from './server-address.ts'
import type { SqlDatabase, SqlLimits, SqlRow } from './sql-database.ts'
import { isoTime, numberIfExact, onOneLine, readBooleans } from './values.ts'

/** MySQL's own names for how a connection is secured; without one it is not. */
const sslModes: Readonly<Record<string, SslOptions | null>> = {
  disabled: null,
  required: { rejectUnauthorized: false },
  verify_ca: {},
  verify_identity: { verifyIdentity: true },
}

/** A MySQL or MariaDB database; the one parameter that its URL may have is `ssl-mode`. */
export function openMysql(url: string, limits: SqlLimits): SqlDatabase {
  const { name, url: parts } = serverAddress(url, 3306)
  const options: ConnectionOptions = {
    host: decodeURIComponent(parts.hostname).replace(/^\[|\]$/g, '') || 'localhost',
    port: Number(parts.port) || 3306,
    user: decodeURIComponent(parts.username),
    password: decodeURIComponent(parts.password),
    database: decodeURIComponent(parts.pathname.slice(1)),
    ...securedBy(parts.searchParams, name),
  }
  return keepSession(() => connect(name, options, limits))
}

function securedBy(parameters: URLSearchParams, name: string): Pick<ConnectionOptions, 'ssl'> {
  const { 'ssl-mode': mode = 'disabled', ...others } = Object.fromEntries(parameters)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new UsageError(`${name}: found the parameter "${unknown}"; allowed is ssl-mode`)
  const ssl = Object.hasOwn(sslModes, mode.toLowerCase()) ? sslModes[mode.toLowerCase()] : undefined
  if (ssl === undefined) {
    throw new UsageError(`${name}: found ssl-mode=${mode}; allowed are ${Object.keys(sslModes).join(', ')}`)
  }
  return ssl === null ? {} : { ssl: { ...ssl } }
}

async function connect(name: string, options: ConnectionOptions, limits: SqlLimits): Promise<Session> {
  const { createConnection } = await import('mysql2')
  const { connectMs, statementMs } = limits
  // A socket of our own: the driver gives none away, and to be rid of a silent server takes one that can be destroyed.
  const socket = connectSocket({ host: options.host ?? '', port: options.port ?? 0, noDelay: true, keepAlive: true })
  const core = createConnection({
    ...options,
    stream: () => socket,
    connectTimeout: connectMs,
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
    supportBigNumbers: true,
    dateStrings: true,
  })
  let isOpen = true
  core.on('error', () => (isOpen = false))
  core.on('end', () => (isOpen = false))
  const connection = core.promise()

  try {
    await promisify(core.connect.bind(core))()
  } catch (error) {
    socket.destroy()
    throw explained(error, 'refused the connection')
  }

  function explained(error: unknown, refusal: string): Error {
    if (isLost(error)) {
      isOpen = false
      return new UnreachableError(`${name} cannot be reached: ${told(error, limits)}`)
    }
    return new TargetError(`${name} ${refusal}: ${told(error, limits)}`)
  }

  return {
    isOpen: () => isOpen,
    async rows({ texts, values }) {
      // The server breaks off by itself what takes too long. One that is silent for longer than that is gone.
      const silence = setTimeout(() => socket.destroy(new Error('it fell silent')), statementMs + connectMs)
      try {
        for (const step of begin(statementMs)) await connection.query(step)
        const [rows, fields] = await connection.execute<RowDataPacket[]>(texts.join('?'), [...values])
        return readRows(rows, fields)
      } catch (error) {
        throw explained(error, 'refused the statement')
      } finally {
        if (isOpen) await connection.query('ROLLBACK').catch(() => (isOpen = false))
        clearTimeout(silence)
      }
    },
    async close() {
      if (isOpen) await connection.end()
      socket.destroy()
    },
  }
}

/**
 * What precedes each statement; every time, for a statement can have changed the session. Read-only is more than the
 * transaction, because MariaDB ends that before it carries out DROP TABLE, and would carry it out. Of the two comments,
 * each server takes the one with its own name for the limit as a part of the statement.
 */
const begin = (statementMs: number): readonly string[] => [
  `SET SESSION time_zone = '+00:00'
    /*M! , max_statement_time = ${statementMs / 1000} */ /*!50708 , max_execution_time = ${statementMs} */`,
  'SET SESSION TRANSACTION READ ONLY',
  'START TRANSACTION READ ONLY',
]

/** What asks for no rows is answered with something else, although the driver's types do not tell. */
function readRows(answer: Record<string, unknown>[] | object, fields: readonly FieldPacket[]): SqlRow[] {
  if (!Array.isArray(answer)) throw new TypeError('it asks for no rows')
  if (answer.some(Array.isArray)) throw new TypeError('it has more than one answer')
  for (const field of fields) readColumn(answer, field)
  return answer
}

/** The numbers by which the protocol names the types that are not read as the driver reads them. */
const typeIds = { tiny: 1, timestamp: 7, dateTime: 12, bit: 16, decimal: 246 }

function readColumn(rows: Record<string, unknown>[], { name, columnType, columnLength }: FieldPacket): void {
  const each = (read: (text: string) => unknown): void => {
    for (const row of rows) if (typeof row[name] === 'string') row[name] = read(row[name])
  }
  const { tiny, timestamp, dateTime, bit, decimal } = typeIds
  if (columnType === decimal) each(numberIfExact)
  else if (columnType === dateTime) each(isoTime)
  else if (columnType === timestamp) each((text) => `${isoTime(text)}Z`)
  for (const row of rows) {
    const value = row[name]
    if (Buffer.isBuffer(value)) row[name] = columnType === bit && columnLength === 1 ? value[0] : value.toString('hex')
  }
  if (columnLength === 1 && (columnType === tiny || columnType === bit)) readBooleans(rows, name)
}

/** Shutting down, too many at once, and connections that were ended from the other side. */
const passing: ReadonlySet<unknown> = new Set([1040, 1053, 1077, 1203, 1927, 4031])

/** MariaDB and MySQL on a statement that took too long. */
const tookTooLong: ReadonlySet<unknown> = new Set([1969, 3024])

function told(error: unknown, { statementMs }: SqlLimits): string {
  const limit = tookTooLong.has(errnoOf(error)) ? ` (it has ${statementMs / 1000} s)` : ''
  return `${onOneLine(networkComplaint(error))}${limit}`
}

/** Whether there is no point in using the connection again, whatever the same statement might come to on another. */
function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Only what the server itself says has a state.
  if ('sqlState' in error && typeof error.sqlState === 'string') return passing.has(errnoOf(error))
  const code = 'code' in error ? error.code : undefined
  return isOfTheSystem(error) || code === 'PROTOCOL_CONNECTION_LOST' || (code === undefined && 'fatal' in error)
}

const errnoOf = (error: unknown): unknown => (error instanceof Error && 'errno' in error ? error.errno : undefined)
