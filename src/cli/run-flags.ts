import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { BugName } from '../booking/bug.ts'
import type { Strategy } from '../booking/strategy.ts'
import { UsageError } from '../operator/errors.ts'
import type { Arrivals } from '../scenario/arrivals.ts'
import type { FairnessPolicy } from '../scenario/fairness-policy.ts'
import type { Overrides } from '../scenario/overrides.ts'
import type { RetryPolicyName } from '../scenario/retry-policy.ts'
import { refuseVainBug } from './bug-strategy.ts'
import { limitOf, type RateLimitFlag } from './flags.ts'

/** The flags of `bookload run`, as their readers left them. */
export interface RunFlags {
  readonly users?: number
  readonly seats?: number
  readonly capacity?: number
  readonly arrivals?: Arrivals
  readonly retry?: RetryPolicyName
  readonly settle?: number
  readonly fairness?: FairnessPolicy
  readonly seed?: number
  readonly repeat: number
  readonly expect?: readonly string[]
  readonly strategy?: Strategy
  readonly bug?: BugName
  readonly processing?: number
  readonly rateLimit?: RateLimitFlag
  readonly http2: boolean
  readonly threads: number
  readonly control?: boolean
  readonly db?: string
  readonly target?: string
  /** The file that says how the target is talked to. */
  readonly contract?: string
  /** The words of the command that starts it; none where it runs already. */
  readonly command?: readonly string[]
  readonly adminToken?: string
  readonly yesIOwn?: string
  readonly usersFile?: string
  readonly reuseUsers?: boolean
  readonly json?: boolean
  readonly output?: string
  readonly hdr?: string
  readonly record?: string
  readonly quiet?: boolean
}

/** @throws {UsageError} where two flags speak of different things */
export async function refuseContradictions(flags: RunFlags): Promise<void> {
  if (hasOwnTarget(flags)) refuseServerFlags(flags, flags.contract === undefined ? '--target' : '--contract')
  refuseVainBug(flags.bug, flags.strategy)
  await refuseSharedFiles(filesOf(flags))
  if (flags.reuseUsers && flags.usersFile === undefined) throw new UsageError('--reuse-users needs a --users-file')
}

/**
 * @param namedBy what names a target other than the embedded server
 * @throws {UsageError} where a flag shapes that server
 */
export function refuseServerFlags(flags: RunFlags, namedBy: string): void {
  for (const [flag, value] of Object.entries({
    '--strategy': flags.strategy,
    '--bug': flags.bug,
    '--processing': flags.processing,
    '--rate-limit': flags.rateLimit,
    '--db': flags.db,
  })) {
    if (value !== undefined)
      throw new UsageError(`${flag} shapes the embedded server, and ${namedBy} names another; use one of them`)
  }
}

/** Whether the flags name a target, instead of the embedded server. */
export const hasOwnTarget = ({ target, contract }: RunFlags): boolean => target !== undefined || contract !== undefined

/** @throws {UsageError} where the run would be its own control */
export function refuseSelfControl({ control }: RunFlags, isEmbedded: boolean, strategy: Strategy): void {
  if (!control || !isEmbedded || strategy !== 'naive') return
  throw new UsageError(
    '--control plays the run again with the strategy naive, and this run books with naive itself; allowed is any other strategy, or no --control',
  )
}

/** @throws {UsageError} where the run would write over the scenario that it plays */
export async function refuseToReplace(scenarioFile: string, flags: RunFlags): Promise<void> {
  await refuseSharedFiles({ 'the scenario': scenarioFile, ...filesOf(flags) })
}

const filesOf = ({
  db,
  usersFile,
  output,
  hdr,
  record,
  contract,
}: RunFlags): Readonly<Record<string, string | undefined>> => ({
  '--contract': contract,
  '--db': db,
  '--users-file': usersFile,
  '--output': output,
  '--hdr': hdr,
  '--record': record,
})

/** One would overwrite the other, however its path is spelt. */
async function refuseSharedFiles(files: Readonly<Record<string, string | undefined>>): Promise<void> {
  const takers = new Map<string, string>()
  for (const [taker, file] of Object.entries(files)) {
    if (file === undefined) continue
    const place = await placeOf(file)
    const other = takers.get(place)
    if (other !== undefined) throw new UsageError(`${other} and ${taker} both name ${file}; allowed is a file each`)
    takers.set(place, taker)
  }
}

/** The same for every path that leads to one file, be it by a link. */
async function placeOf(path: string): Promise<string> {
  const existing = await stat(path, { bigint: true }).catch(() => null)
  // Only of a file, since standard output and standard error may well be one terminal or pipe.
  if (existing?.isFile()) return `${existing.dev} ${existing.ino}`
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)))
  return join(folder, basename(path))
}

/**
 * What the flags change of the scenario.
 * @throws {UsageError} where an expectation cannot be understood
 */
export async function overridesOf(flags: RunFlags): Promise<Overrides> {
  const { users, seats, capacity, arrivals, retry, fairness, strategy, processing, rateLimit, settle, seed, expect } =
    flags
  return {
    ...(users === undefined ? {} : { users }),
    ...(seats === undefined ? {} : { seats }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(arrivals === undefined ? {} : { arrivals }),
    ...(retry === undefined ? {} : { retry }),
    ...(fairness === undefined ? {} : { fairness }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(processing === undefined ? {} : { processingMs: processing }),
    ...(rateLimit === undefined ? {} : { rateLimit: limitOf(rateLimit) }),
    ...(settle === undefined ? {} : { settleMs: settle }),
    ...(seed === undefined ? {} : { seed }),
    ...(expect === undefined ? {} : { expect: await readExpectations(expect) }),
  }
}

async function readExpectations(texts: readonly string[]) {
  const { ExpectationError, parseExpectation } = await import('../scenario/expectation.ts')
  try {
    return texts.map((text) => parseExpectation(text))
  } catch (error) {
    if (error instanceof ExpectationError) throw new UsageError(`--expect: ${error.message}`)
    throw error
  }
}
