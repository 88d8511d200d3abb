import { existsSync } from 'node:fs'
import type { RunningTarget } from '../run/running-target.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { StartOptions } from '../server/process-messages.ts'
import { databaseFor } from './database-for.ts'
import type { RunFlags } from './run-flags.ts'

type ServerFlags = Pick<RunFlags, 'db' | 'usersFile' | 'http2' | 'bug'>

/** How the embedded server is to be started for a scenario. */
export function serverOptions({ server }: Scenario, flags: ServerFlags): StartOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    database: flags.db ?? databaseBeside(flags.usersFile),
    strategy: server.strategy,
    processingMs: server.processingMs,
    rateLimit: server.rateLimit,
    http2: flags.http2,
    ...(flags.bug === undefined ? {} : { bug: flags.bug }),
  }
}

/** `bookload seed` leaves the database that its users live in beside their file. */
function databaseBeside(usersFile: string | undefined): string | null {
  if (usersFile === undefined) return null
  const database = databaseFor(usersFile)
  return existsSync(database) ? database : null
}

/** The target that the operator named. @param gone aborts when it is known to have ended */
export function ownTarget({ target = '', adminToken }: RunFlags, gone: AbortSignal): RunningTarget {
  return {
    kind: 'http',
    baseUrl: target,
    adminToken: adminToken || null,
    certificate: null,
    gone,
    own: null,
  }
}
