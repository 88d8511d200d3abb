import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BugName } from '../../booking/bug.ts'
import type { Strategy } from '../../booking/strategy.ts'
import { TargetError, UsageError } from '../../operator/errors.ts'
import { DatabaseFileError, MissingBindingError } from '../../server/store/database-errors.ts'
import { openServer, type BookingServer } from '../../server/server.ts'
import { limitOf, type RateLimitFlag } from '../flags.ts'
import { watchInterruption } from '../interruption.ts'
import { write, type Io } from '../io.ts'

export interface ServeFlags {
  readonly host: string
  readonly port: number
  readonly db?: string
  readonly http2: boolean
  readonly strategy: Strategy
  readonly bug?: BugName
  readonly processing: number
  readonly rateLimit: RateLimitFlag
  readonly adminToken?: string
}

/**
 * Serves until it is told to stop, then closes what is open.
 * @throws {UsageError} where the port or the database cannot be had
 */
export async function serve(flags: ServeFlags, io: Io): Promise<void> {
  const needsFolder = flags.db === undefined || flags.http2
  const folder = needsFolder ? await mkdtemp(join(tmpdir(), 'bookload-')) : null
  const interruption = watchInterruption({
    first: () => {},
    atOnce: () => {
      if (folder !== null) rmSync(folder, { recursive: true, force: true })
    },
  })
  try {
    const server = await open(flags, flags.db ?? join(folder ?? '', 'bookload.db'))
    const trust = await publish(server.certificate, join(folder ?? '', 'certificate.pem'))
    await write(io.stdout, announcement(server, flags, trust))
    if (!interruption.signal.aborted) await once(interruption.signal, 'abort')
    await server.close()
  } finally {
    interruption.dispose()
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
}

async function open(flags: ServeFlags, database: string): Promise<BookingServer> {
  const { host, port, http2, strategy, bug, processing, rateLimit, adminToken } = flags
  try {
    return await openServer({
      host,
      port,
      database,
      http2,
      strategy,
      processingMs: processing,
      rateLimit: limitOf(rateLimit),
      ...(bug ? { bug } : {}),
      ...(adminToken ? { adminToken } : {}),
    })
  } catch (error) {
    if (error instanceof DatabaseFileError) throw new UsageError(error.message)
    if (error instanceof MissingBindingError) throw new TargetError(error.message)
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new UsageError(`--port ${port} is taken; allowed is a free one, or 0 to be given one`)
    if (code === 'EACCES')
      throw new UsageError(`--port ${port} may not be opened by this user; allowed is 1024 or above`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UsageError(`--host ${host} is no address of this machine`)
    throw error
  }
}

/** @returns the file from which a client learns what to trust, or null where there is nothing to trust */
async function publish(certificate: string | null, file: string): Promise<string | null> {
  if (certificate === null) return null
  await writeFile(file, certificate)
  return file
}

/** @param trust the file that holds the certificate, or null where nothing is encrypted */
function announcement(
  { url, adminToken }: BookingServer,
  { adminToken: given, db, bug, strategy }: ServeFlags,
  trust: string | null,
): string {
  // Node's own variable, so that it serves every program written for Node.
  const trusting = trust === null ? '' : `NODE_EXTRA_CA_CERTS=${trust} `
  const rows = [
    ['Booking API', url],
    ...(bug === undefined ? [] : [['Planted bug', `${bug}, with strategy ${strategy}`]]),
    ...(trust === null ? [] : [['Certificate', `${trust}, made on the spot; curl trusts it with --cacert`]]),
    // A token that the operator chose is the operator's secret; one that was made up has to be told.
    ...(given ? [] : [['Admin token', adminToken]]),
    ['OpenAPI', `${url}/openapi.json`],
    ['Database', db ?? 'temporary, gone when the server stops'],
    [
      'Try',
      `${trusting}bookload run quick ${trust === null ? '' : '--http2 '}--target ${url} --admin-token ${given ? '$BOOKLOAD_ADMIN_TOKEN' : adminToken}`,
    ],
  ]
  return `${rows.map(([label = '', value]) => `${label.padEnd(12)} ${value}`).join('\n')}\n`
}
