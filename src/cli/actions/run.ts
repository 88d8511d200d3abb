import { randomBytes, randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Strategy } from '../../booking/strategy.ts'
import { UsageError } from '../../operator/errors.ts'
import { checkWritable, writeWhole } from '../../operator/write-whole.ts'
import type { Result } from '../../report/result.ts'
import type { BroughtAccounts } from '../../run/accounts.ts'
import type { RunningTarget } from '../../run/running-target.ts'
import type { RetryPolicyName } from '../../scenario/retry-policy.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { StartOptions } from '../../server/process-messages.ts'
import { databaseFor } from '../database-for.ts'
import { EmbeddedServer } from '../embedded-target.ts'
import { exitCodeOf } from '../exit-codes.ts'
import { watchInterruption } from '../interruption.ts'
import { limitOf, type RateLimitFlag } from '../flags.ts'
import { write, type Io } from '../io.ts'
import { version } from '../version.ts'

export interface RunFlags {
  readonly users?: number
  readonly seats?: number
  readonly capacity?: number
  readonly retry?: RetryPolicyName
  readonly seed?: number
  readonly repeat: number
  readonly expect?: readonly string[]
  readonly strategy?: Strategy
  readonly processing?: number
  readonly rateLimit?: RateLimitFlag
  readonly db?: string
  readonly target?: string
  readonly adminToken?: string
  readonly usersFile?: string
  readonly reuseUsers?: boolean
  readonly json?: boolean
  readonly output?: string
  readonly quiet?: boolean
}

/** @returns the exit code */
export async function run(name: string, flags: RunFlags, io: Io): Promise<number> {
  refuseContradictions(flags)
  // Forked before anything else is loaded, so that the server starts up while the tool does.
  const server = flags.target === undefined ? new EmbeddedServer() : null
  const interruption = watchInterruption({
    first: () =>
      void io.stderr.write('\nbookload: stopping; what is known will be judged. Ctrl-C again leaves at once.\n'),
    atOnce: () => server?.kill(),
  })
  try {
    const result = await play(name, flags, { io, server, signal: interruption.signal })
    await server?.stop()
    await show(result, flags, io)
    return exitCodeOf(result)
  } finally {
    await server?.stop()
    interruption.dispose()
  }
}

interface Stage {
  readonly io: Io
  readonly server: EmbeddedServer | null
  readonly signal: AbortSignal
}

async function play(name: string, flags: RunFlags, { io, server, signal }: Stage): Promise<Result> {
  const startedAt = new Date()
  const [{ loadScenario }, { overrideScenario }, { runScenario }, { oraProgress }] = await Promise.all([
    import('../../scenario/library.ts'),
    import('../../scenario/overrides.ts'),
    import('../../run/run-scenario.ts'),
    import('../ora-progress.ts'),
  ])
  const written = await loadScenario(name)
  const overrides = await overridesOf(flags)
  const scenario = overrideScenario(written, overrides)
  await noteWhatIsLeftOut(written, scenario, { flags, io })
  if (flags.output !== undefined) await checkWritable(flags.output)
  const brought = await readBrought(flags)
  if (brought && brought.accounts.length > scenario.accounts && !flags.quiet) {
    await write(
      io.stderr,
      `bookload: ${scenario.accounts} of the ${brought.accounts.length} users in ${brought.file} are used\n`,
    )
  }
  const target = server ? await server.start(serverOptions(scenario, flags)) : ownTarget(flags)
  signal.throwIfAborted()
  return runScenario({
    scenario,
    target,
    brought,
    repeat: flags.repeat,
    seed: scenario.seed ?? randomInt(0x1_0000_0000),
    id: randomBytes(5).toString('hex'),
    startedAt,
    version: version(),
    signal,
    progress: oraProgress(io, { isSilent: flags.quiet ?? false }),
  })
}

/** Says once, where nobody has to look for it, what a run does not check although the scenario would. */
async function noteWhatIsLeftOut(
  written: Scenario,
  played: Scenario,
  { flags, io }: { flags: RunFlags; io: Io },
): Promise<void> {
  const count = ({ rounds }: Scenario) => rounds.reduce((sum, { expect }) => sum + expect.length, 0)
  if (flags.quiet || flags.expect !== undefined || count(played) === count(written)) return
  await write(
    io.stderr,
    `bookload: the flags change the scenario, so its ${count(written)} expectations are left out; --expect sets your own\n`,
  )
}

function refuseContradictions(flags: RunFlags): void {
  if (flags.target !== undefined) {
    for (const [flag, value] of Object.entries({
      '--strategy': flags.strategy,
      '--processing': flags.processing,
      '--rate-limit': flags.rateLimit,
      '--db': flags.db,
    })) {
      if (value !== undefined)
        throw new UsageError(`${flag} shapes the embedded server, and --target names another; use one of them`)
    }
  }
  if (flags.reuseUsers && flags.usersFile === undefined) throw new UsageError('--reuse-users needs a --users-file')
}

async function overridesOf({ users, seats, capacity, retry, strategy, processing, rateLimit, seed, expect }: RunFlags) {
  return {
    ...(users === undefined ? {} : { users }),
    ...(seats === undefined ? {} : { seats }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(retry === undefined ? {} : { retry }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(processing === undefined ? {} : { processingMs: processing }),
    ...(rateLimit === undefined ? {} : { rateLimit: limitOf(rateLimit) }),
    ...(seed === undefined ? {} : { seed }),
    ...(expect === undefined ? {} : { expect: await readExpectations(expect) }),
  }
}

async function readExpectations(texts: readonly string[]) {
  const { ExpectationError, parseExpectation } = await import('../../scenario/expectation.ts')
  try {
    return texts.map((text) => parseExpectation(text))
  } catch (error) {
    if (error instanceof ExpectationError) throw new UsageError(`--expect: ${error.message}`)
    throw error
  }
}

async function readBrought({ usersFile, reuseUsers }: RunFlags): Promise<BroughtAccounts | null> {
  if (usersFile === undefined) return null
  const { readUsersFile } = await import('../../users/users-file.ts')
  return { file: usersFile, accounts: await readUsersFile(usersFile), reuse: reuseUsers ?? false }
}

function serverOptions({ server }: Scenario, flags: RunFlags): StartOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    database: flags.db ?? databaseBeside(flags.usersFile),
    strategy: server.strategy,
    processingMs: server.processingMs,
    rateLimit: server.rateLimit,
  }
}

/** `bookload seed` leaves the database that its users live in beside their file. */
function databaseBeside(usersFile: string | undefined): string | null {
  if (usersFile === undefined) return null
  const database = databaseFor(usersFile)
  return existsSync(database) ? database : null
}

function ownTarget(flags: RunFlags): RunningTarget {
  const { target = '', adminToken } = flags
  return {
    kind: 'http',
    baseUrl: target,
    adminToken: adminToken || null,
    gone: new AbortController().signal,
    own: null,
  }
}

async function show(result: Result, { json, output, quiet }: RunFlags, io: Io): Promise<void> {
  const { renderJson } = await import('../../report/json.ts')
  if (json) await write(io.stdout, renderJson(result))
  else await write(io.stdout, await renderForPeople(result, { quiet: quiet ?? false, io }))
  // Last, so that a full disk does not cost the result.
  if (output !== undefined) await writeWhole(output, renderJson(result))
  if (result.run.failure !== null) await write(io.stderr, `bookload: ${result.run.failure}\n`)
}

async function renderForPeople(result: Result, { quiet, io }: { quiet: boolean; io: Io }): Promise<string> {
  const [{ renderSummaryLine }, { renderTable }, { styleOf }] = await Promise.all([
    import('../../report/summary-line.ts'),
    import('../../report/table.ts'),
    import('../style.ts'),
  ])
  const style = styleOf(io)
  if (!quiet) return renderTable(result, style)
  // Only a terminal has an edge to cut a line at.
  return renderSummaryLine(result, io.stdout.isTTY ? style : { ...style, width: Number.MAX_SAFE_INTEGER })
}
