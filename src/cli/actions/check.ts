import { randomBytes } from 'node:crypto'
import { checkTarget } from '../../check/check-target.ts'
import { renderCheckJson, type CheckReport } from '../../report/check-report.ts'
import { renderCheck } from '../../report/check-text.ts'
import type { BroughtAccounts } from '../../run/accounts.ts'
import type { ToldContract } from '../../target/contract/compile.ts'
import { maskOf } from '../../target/contract/mask.ts'
import { userFieldsOf } from '../../target/contract/user-fields.ts'
import { usualSettleMs } from '../../scenario/resolve.ts'
import { readUsersFile } from '../../users/users-file.ts'
import { checkedTarget } from '../checked-target.ts'
import { runningTarget } from '../choose-target.ts'
import { exitCodes } from '../exit-codes.ts'
import { refuseForeignTarget } from '../foreign-target.ts'
import { watchInterruption } from '../interruption.ts'
import { write, type Io } from '../io.ts'
import { Starting } from '../starting.ts'
import { styleOf } from '../style.ts'
import { version } from '../version.ts'

export interface CheckFlags {
  readonly target?: string
  readonly adminToken?: string
  /** Whether it stands on the command line, and not in the environment. */
  readonly isTokenTyped?: boolean
  readonly yesIOwn?: string
  readonly usersFile?: string
  /** In milliseconds. */
  readonly settle?: number
  readonly json?: boolean
  /** The words of the command that starts the target; none where it runs already. */
  readonly command?: readonly string[]
}

/**
 * @returns the exit code
 * @throws {UsageError} where a file cannot be understood, or the target is somebody else's
 */
export async function check(file: string, flags: CheckFlags, io: Io): Promise<number> {
  const { own, next, settleMs } = await checkedTarget(file, flags)
  refuseForeignTarget(own.baseUrl, { yesIOwn: flags.yesIOwn, owner: own.owner, namedBy: own.namedBy })
  const brought = await readBrought(flags, own.contract)
  const starting = new Starting()
  const interruption = watchInterruption({
    first: () => void io.stderr.write('\nbookload: stopping. Ctrl-C again leaves at once.\n'),
    atOnce: () => {},
  })
  try {
    const { signal } = interruption
    const gone = await starting.start(flags.command ?? [], own.baseUrl, signal)
    const report = await checkTarget({
      target: runningTarget(own, gone),
      brought,
      id: randomBytes(5).toString('hex'),
      settleMs: flags.settle ?? settleMs ?? usualSettleMs,
      signal,
      version: version(),
    })
    await write(io.stdout, flags.json ? renderCheckJson(report) : renderCheck(report, styleOf(io)))
    for (const complaint of complaintsOf(report)) await write(io.stderr, `bookload: ${complaint}\n`)
    const exitCode = exitCodeOf(report)
    if (exitCode === exitCodes.held && !flags.json) await write(io.stdout, nextStep(next, flags, own.contract))
    return exitCode
  } finally {
    await starting.stop()
    interruption.dispose()
  }
}

async function readBrought({ usersFile }: CheckFlags, { definition }: ToldContract): Promise<BroughtAccounts | null> {
  if (usersFile === undefined) return null
  return { file: usersFile, rows: await readUsersFile(usersFile, userFieldsOf(definition)), reuse: false }
}

function complaintsOf({ findings, failure, partial, reach }: CheckReport): readonly string[] {
  if (partial) return findings
  if (findings.length > 0 || failure !== null) return [...findings, ...(failure === null ? [] : [failure])]
  return reach === null || reach.canHold ? [] : ['without a ledger no run can be held']
}

function exitCodeOf({ findings, failure, partial, reach }: CheckReport): number {
  if (partial) return exitCodes.interrupted
  if (findings.length > 0) return exitCodes.usage
  return failure === null && reach?.canHold ? exitCodes.held : exitCodes.notJudged
}

function nextStep(next: readonly string[], flags: CheckFlags, { secrets }: ToldContract): string {
  const { target, usersFile, adminToken, isTokenTyped, yesIOwn, settle, command = [] } = flags
  const words = [
    ...next,
    ...(target === undefined ? [] : ['--target', target]),
    ...(yesIOwn === undefined ? [] : ['--yes-i-own', yesIOwn]),
    ...(usersFile === undefined ? [] : ['--users-file', usersFile]),
    ...(settle === undefined ? [] : ['--settle', `${settle}ms`]),
    ...(adminToken !== undefined && isTokenTyped ? ['--admin-token', '***'] : []),
    ...(command.length === 0 ? [] : ['--', ...command]),
  ]
  const mask = maskOf([...secrets, ...(adminToken === undefined ? [] : [adminToken])])
  return `\nNext:  bookload run ${mask(words.map(quoted).join(' '))}\n`
}

/** As a shell takes it. */
const quoted = (word: string): string => (/^[\w./:@=*-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
