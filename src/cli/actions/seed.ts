import { UsageError } from '../../operator/errors.ts'
import { checkWritable } from '../../operator/write-whole.ts'
import { Control, type ControlOptions } from '../../target/control.ts'
import { usersFileFormat, writeUsersFile } from '../../users/users-file.ts'
import { ownTarget } from '../choose-target.ts'
import { databaseFor } from '../database-for.ts'
import { EmbeddedServer } from '../embedded-target.ts'
import { refuseForeignTarget, refuseForeignUsers } from '../foreign-target.ts'
import { watchInterruption } from '../interruption.ts'
import { write, type Io } from '../io.ts'

export interface SeedFlags {
  readonly users: number
  readonly out: string
  readonly prefix: string
  readonly db?: string
  readonly target?: string
  readonly contract?: string
  readonly adminToken?: string
  readonly yesIOwn?: string
}

export async function seed(flags: SeedFlags, io: Io): Promise<void> {
  usersFileFormat(flags.out)
  await checkWritable(flags.out)
  const own = await ownTarget(flags, null)
  if (own !== null && flags.db !== undefined)
    throw new UsageError('--db names a database and --target a server; use one of them')
  refuseForeignTarget(own?.baseUrl, { yesIOwn: flags.yesIOwn, owner: own?.owner, namedBy: own?.namedBy })
  refuseForeignUsers(own?.baseUrl, flags.users)
  if (own !== null) {
    await create(flags, own)
    return write(io.stderr, `${flags.users} accounts created in ${own.baseUrl}; their tokens are in ${flags.out}\n`)
  }
  const database = flags.db ?? databaseFor(flags.out)
  await checkWritable(database)
  await createInDatabase(flags, database)
  await write(
    io.stderr,
    `${flags.users} accounts created in ${database}; their tokens, good for 24 hours, are in ${flags.out}\n` +
      `Next: bookload run real-users --users ${flags.users} --users-file ${flags.out}${flags.db === undefined ? '' : ` --db ${database}`}\n`,
  )
}

async function createInDatabase(flags: SeedFlags, database: string): Promise<void> {
  const server = new EmbeddedServer()
  const interruption = watchInterruption({ first: () => server.kill(), atOnce: () => {} })
  try {
    const quiet = { strategy: 'optimistic', processingMs: 0, rateLimit: null, http2: false } as const
    const target = await server.start({ host: '127.0.0.1', port: 0, database, ...quiet })
    await create(flags, target)
  } catch (error) {
    interruption.signal.throwIfAborted()
    throw error
  } finally {
    await server.stop()
    interruption.dispose()
  }
}

async function create(flags: SeedFlags, target: ControlOptions): Promise<void> {
  const control = new Control(target)
  try {
    await writeUsersFile(flags.out, await control.createAccounts(flags.users, flags.prefix))
  } finally {
    await control.close()
  }
}
