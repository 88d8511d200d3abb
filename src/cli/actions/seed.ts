import { UsageError } from '../../operator/errors.ts'
import { checkWritable } from '../../operator/write-whole.ts'
import { Control } from '../../target/control.ts'
import { usersFileFormat, writeUsersFile } from '../../users/users-file.ts'
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
  readonly adminToken?: string
  readonly yesIOwn?: string
}

export async function seed(flags: SeedFlags, io: Io): Promise<void> {
  usersFileFormat(flags.out)
  await checkWritable(flags.out)
  if (flags.target !== undefined && flags.db !== undefined)
    throw new UsageError('--db names a database and --target a server; use one of them')
  refuseForeignTarget(flags.target, flags.yesIOwn)
  refuseForeignUsers(flags.target, flags.users)
  if (flags.target !== undefined) {
    await create(flags, { baseUrl: flags.target, adminToken: flags.adminToken ?? null })
    return write(io.stderr, `${flags.users} accounts created in ${flags.target}; their tokens are in ${flags.out}\n`)
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

async function create(flags: SeedFlags, target: { baseUrl: string; adminToken: string | null }): Promise<void> {
  const control = new Control(target)
  try {
    await writeUsersFile(flags.out, await control.createAccounts(flags.users, flags.prefix))
  } finally {
    await control.close()
  }
}
