import { randomBytes, randomInt } from 'node:crypto'
import { UsageError } from '../../operator/errors.ts'
import { checkWritable } from '../../operator/write-whole.ts'
import type { Result } from '../../report/result.ts'
import type { BroughtAccounts } from '../../run/accounts.ts'
import type { RunOptions } from '../../run/run-scenario.ts'
import type { RunningTarget } from '../../run/running-target.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { ToldContract } from '../../target/contract/compile.ts'
import { ownContract } from '../../target/contract/read-contract.ts'
import { userFieldsOf } from '../../target/contract/user-fields.ts'
import { refuseUnplayable } from '../refuse-unplayable.ts'
import { strategyWith } from '../bug-strategy.ts'
import { ownTarget, runningTarget, serverOptions } from '../choose-target.ts'
import { EmbeddedServers } from '../embedded-servers.ts'
import type { EmbeddedServer } from '../embedded-target.ts'
import { refuseForeignHours, refuseForeignTarget, refuseForeignUsers } from '../foreign-target.ts'
import { watchInterruption } from '../interruption.ts'
import { write, type Io } from '../io.ts'
import { openKeptFiles, type KeptFile } from '../kept-files.ts'
import {
  hasOwnTarget,
  overridesOf,
  refuseContradictions,
  refuseSelfControl,
  refuseServerFlags,
  refuseToReplace,
  type RunFlags,
} from '../run-flags.ts'
import { showResult } from '../show-result.ts'
import { Starting } from '../starting.ts'
import { version } from '../version.ts'

/** @returns the exit code */
export async function run(name: string, flags: RunFlags, io: Io): Promise<number> {
  await refuseContradictions(flags)
  // Forked before anything else is loaded, so that the server starts up while the tool does.
  const servers = new EmbeddedServers()
  const server = hasOwnTarget(flags) ? null : servers.fork()
  const starting = new Starting()
  const interruption = watchInterruption({
    first: () =>
      void io.stderr.write('\nbookload: stopping; what is known will be judged. Ctrl-C again leaves at once.\n'),
    atOnce: () => servers.kill(),
  })
  try {
    const { result, options, keptFiles } = await play(name, flags, {
      io,
      server,
      starting,
      signal: interruption.signal,
    })
    // Before the control starts: a server at rest would still have its share of the machine.
    await Promise.all([servers.stop(), starting.stop()])
    const whole = flags.control ? await withControl(result, options, servers) : result
    await servers.stop()
    return await showResult(whole, flags, io, keptFiles)
  } finally {
    await Promise.all([servers.stop(), starting.stop()])
    interruption.dispose()
  }
}

/** On a server of its own, whatever the target of the run was; none of its bookings are kept. */
async function withControl(result: Result, options: RunOptions, servers: EmbeddedServers): Promise<Result> {
  const { playControl } = await import('../../run/play-control.ts')
  const control = await playControl(result, options, (scenario) =>
    servers.fork().start(serverOptions(scenario, { http2: options.http2 })),
  )
  return { ...result, control }
}

interface Stage {
  readonly io: Io
  readonly server: EmbeddedServer | null
  readonly starting: Starting
  readonly signal: AbortSignal
}

interface Played {
  readonly result: Result
  /** What it was played with. */
  readonly options: RunOptions
  readonly keptFiles: readonly KeptFile[]
}

async function play(name: string, flags: RunFlags, { io, server, starting, signal }: Stage): Promise<Played> {
  const startedAt = new Date()
  const id = randomBytes(5).toString('hex')
  const [{ isScenarioFile, loadScenario }, { overrideScenario }, { runScenario }, { oraProgress }] = await Promise.all([
    import('../../scenario/library.ts'),
    import('../../scenario/overrides.ts'),
    import('../../run/run-scenario.ts'),
    import('../ora-progress.ts'),
  ])
  if (isScenarioFile(name)) await refuseToReplace(name, flags)
  const written = await loadScenario(name)
  const own = await ownTarget(flags, written.target)
  if (own !== null && server !== null) {
    // The scenario brings a target of its own, so that there is nothing for the server to do.
    await server.stop()
    refuseServerFlags(flags, 'the scenario')
  }
  const strategy = strategyWith(flags.bug, flags.strategy ?? written.server.strategy)
  const scenario = overrideScenario(written, { ...(await overridesOf(flags)), strategy })
  refuseForeignTarget(own?.baseUrl, { yesIOwn: flags.yesIOwn, owner: own?.owner, namedBy: own?.namedBy })
  refuseForeignUsers(own?.baseUrl, scenario.users)
  refuseForeignHours(own?.baseUrl, scenario, flags.repeat)
  refuseSelfControl(flags, own === null, scenario.server.strategy)
  if (own !== null) refuseUnplayable(scenario, flags.repeat, own.contract)
  const { command = [] } = flags
  if (own === null && command.length > 0) {
    throw new UsageError(
      'the command behind -- starts a target of your own, and needs a --target or a --contract with its address',
    )
  }
  if (flags.output !== undefined) await checkWritable(flags.output)
  const seed = scenario.seed ?? randomInt(0x1_0000_0000)
  const identity = { id, bookload: version(), scenario: scenario.name, seed, startedAt: startedAt.toISOString() }
  const keptFiles = await openKeptFiles(flags, identity)
  const brought = await readBrought(flags, own?.contract ?? (await ownContract(null)))
  if (!flags.quiet) await write(io.stderr, notes({ written, scenario, brought, flags }))
  const gone = own === null ? null : await starting.start(command, own.baseUrl, signal)
  const target = await openTarget()
  signal.throwIfAborted()
  const options: RunOptions = {
    scenario,
    target,
    brought,
    repeat: flags.repeat,
    http2: flags.http2,
    threads: flags.threads,
    seed,
    id,
    keepers: keptFiles.map(({ keep }) => keep),
    startedAt,
    version: version(),
    signal,
    progress: oraProgress(io, { isSilent: flags.quiet ?? false }),
  }
  return { result: await runScenario(options), options, keptFiles }

  async function openTarget(): Promise<RunningTarget> {
    if (own !== null && gone !== null) return runningTarget(own, gone)
    if (server === null) throw new TypeError('a run without a target of its own has a server')
    return server.start(serverOptions(scenario, flags))
  }
}

interface Noted {
  readonly written: Scenario
  readonly scenario: Scenario
  readonly brought: BroughtAccounts | null
  readonly flags: RunFlags
}

/** What a run leaves out of what it was given, so that nobody believes that it was checked or used. */
function notes({ written, scenario, brought, flags }: Noted): string {
  const count = ({ rounds }: Scenario) => rounds.reduce((sum, { expect }) => sum + expect.length, 0)
  const lines = []
  if (flags.expect === undefined && count(scenario) < count(written)) {
    lines.push(
      `the flags change the scenario, so its ${count(written)} expectations are left out; --expect sets your own`,
    )
  }
  if (flags.bug !== undefined && flags.strategy === undefined && scenario.server.strategy !== written.server.strategy) {
    lines.push(
      `the bug ${flags.bug} does not show with ${written.server.strategy}, so the server books with ${scenario.server.strategy}`,
    )
  }
  if (brought && brought.rows.length > scenario.accounts) {
    lines.push(`${scenario.accounts} of the ${brought.rows.length} users in ${brought.file} are used`)
  }
  return lines.map((line) => `bookload: ${line}\n`).join('')
}

async function readBrought(
  { usersFile, reuseUsers }: RunFlags,
  { definition }: ToldContract,
): Promise<BroughtAccounts | null> {
  if (usersFile === undefined) return null
  const { readUsersFile } = await import('../../users/users-file.ts')
  return { file: usersFile, rows: await readUsersFile(usersFile, userFieldsOf(definition)), reuse: reuseUsers ?? false }
}
