import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  readonly strategy: Strategy
  readonly processing: number
  readonly rateLimit: RateLimitFlag
  readonly adminToken?: string
}

/**
 * Serves until it is told to stop, then closes what is open.
 * @throws {UsageError} where the port or the database cannot be had
 */
export async function serve(flags: ServeFlags, io: Io): Promise<void> {
  const folder = flags.db === undefined ? await mkdtemp(join(tmpdir(), 'bookload-')) : null
  const interruption = watchInterruption({
    first: () => {},
    atOnce: () => {
      if (folder !== null) rmSync(folder, { recursive: true, force: true })
    },
  })
  try {
    const server = await open(flags, flags.db ?? join(folder ?? '', 'bookload.db'))
    await write(io.stdout, announcement(server, flags))
    if (!interruption.signal.aborted) await once(interruption.signal, 'abort')
    await server.close()
  } finally {
    interruption.dispose()
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
}

async function open(flags: ServeFlags, database: string): Promise<BookingServer> {
  const { host, port, strategy, processing, rateLimit, adminToken } = flags
  try {
    return await openServer({
      host,
      port,
      database,
      strategy,
      processingMs: processing,
      rateLimit: limitOf(rateLimit),
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

function announcement({ url, adminToken }: BookingServer, { adminToken: given, db }: ServeFlags): string {
  const rows = [
    ['Booking API', url],
    // A token that the operator chose is the operator's secret; one that was made up has to be told.
    ...(given ? [] : [['Admin token', adminToken]]),
    ['OpenAPI', `${url}/openapi.json`],
    ['Database', db ?? 'temporary, gone when the server stops'],
    ['Try', `bookload run quick --target ${url} --admin-token ${given ? '$BOOKLOAD_ADMIN_TOKEN' : adminToken}`],
  ]
  return `${rows.map(([label = '', value]) => `${label.padEnd(12)} ${value}`).join('\n')}\n`
}
