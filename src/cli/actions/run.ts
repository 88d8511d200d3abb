import { randomBytes, randomInt } from 'node:crypto'
import { checkWritable } from '../../operator/write-whole.ts'
import type { Result } from '../../report/result.ts'
import type { BroughtAccounts } from '../../run/accounts.ts'
import type { RunOptions } from '../../run/run-scenario.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { strategyWith } from '../bug-strategy.ts'
import { ownTarget, serverOptions } from '../choose-target.ts'
import { EmbeddedServers } from '../embedded-servers.ts'
import type { EmbeddedServer } from '../embedded-target.ts'
import { refuseForeignHours, refuseForeignUsers } from '../foreign-target.ts'
import { watchInterruption } from '../interruption.ts'
import { write, type Io } from '../io.ts'
import { openKeptFiles, type KeptFile } from '../kept-files.ts'
import { overridesOf, refuseContradictions, refuseSelfControl, refuseToReplace, type RunFlags } from '../run-flags.ts'
import type { StartedTarget } from '../started-target.ts'
import { showResult } from '../show-result.ts'
import { version } from '../version.ts'

/** @returns the exit code */
export async function run(name: string, flags: RunFlags, io: Io): Promise<number> {
  await refuseContradictions(flags)
  // Forked before anything else is loaded, so that the server starts up while the tool does.
  const servers = new EmbeddedServers()
  const server = flags.target === undefined ? servers.fork() : null
  const interruption = watchInterruption({
    first: () =>
      void io.stderr.write('\nbookload: stopping; what is known will be judged. Ctrl-C again leaves at once.\n'),
    atOnce: () => servers.kill(),
  })
  let started: StartedTarget | null = null
  try {
    started = await startedBy(flags)
    const { result, options, keptFiles } = await play(name, flags, { io, server, started, signal: interruption.signal })
    // Before the control starts: a server at rest would still have its share of the machine.
    await Promise.all([servers.stop(), started?.stop()])
    const whole = flags.control ? await withControl(result, options, servers) : result
    await servers.stop()
    return await showResult(whole, flags, io, keptFiles)
  } finally {
    await Promise.all([servers.stop(), started?.stop()])
    interruption.dispose()
  }
}

async function startedBy({ command = [], target }: RunFlags): Promise<StartedTarget | null> {
  if (command.length === 0 || target === undefined) return null
  const { StartedTarget } = await import('../started-target.ts')
  return new StartedTarget(command, target)
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
  /** The target where the operator named a command that starts it. */
  readonly started: StartedTarget | null
  readonly signal: AbortSignal
}

interface Played {
  readonly result: Result
  /** What it was played with. */
  readonly options: RunOptions
  readonly keptFiles: readonly KeptFile[]
}

async function play(name: string, flags: RunFlags, { io, server, started, signal }: Stage): Promise<Played> {
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
  const strategy = strategyWith(flags.bug, flags.strategy ?? written.server.strategy)
  const scenario = overrideScenario(written, { ...(await overridesOf(flags)), strategy })
  refuseForeignUsers(flags.target, scenario.users)
  refuseForeignHours(flags.target, scenario, flags.repeat)
  refuseSelfControl(flags, scenario.server.strategy)
  if (flags.output !== undefined) await checkWritable(flags.output)
  const seed = scenario.seed ?? randomInt(0x1_0000_0000)
  const identity = { id, bookload: version(), scenario: scenario.name, seed, startedAt: startedAt.toISOString() }
  const keptFiles = await openKeptFiles(flags, identity)
  const brought = await readBrought(flags)
  if (!flags.quiet) await write(io.stderr, notes({ written, scenario, brought, flags }))
  await started?.start(signal)
  const gone = started?.gone ?? new AbortController().signal
  const target = server ? await server.start(serverOptions(scenario, flags)) : ownTarget(flags, gone)
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

async function readBrought({ usersFile, reuseUsers }: RunFlags): Promise<BroughtAccounts | null> {
  if (usersFile === undefined) return null
  const { readUsersFile } = await import('../../users/users-file.ts')
  return { file: usersFile, accounts: await readUsersFile(usersFile), reuse: reuseUsers ?? false }
}
