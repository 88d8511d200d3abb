import { resolve } from 'node:path'
import { UsageError } from '../../operator/errors.ts'
import { checkWritable, writeWhole } from '../../operator/write-whole.ts'
import { renderHistoryLine, renderHistoryTable } from '../../report/history-table.ts'
import { renderJson } from '../../report/json.ts'
import type { Result } from '../../report/result.ts'
import { judgeHistory } from '../../run/judge-history.ts'
import type { Expectation } from '../../scenario/expectation.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { write, type Io } from '../io.ts'
import { styleOf } from '../style.ts'
import { version } from '../version.ts'

export interface JudgeFlags {
  readonly ledger?: string
  readonly expect?: readonly Expectation[]
  readonly json?: boolean
  readonly output?: string
  readonly quiet?: boolean
}

/**
 * @returns the exit code: that of the verdict, unless it is 0 and the result could not be written
 * @throws {UsageError} where a file cannot be understood
 */
export async function judge(path: string, flags: JudgeFlags, io: Io): Promise<number> {
  const { ledger, expect = [], json, output } = flags
  if (output !== undefined) await checkOutput(output, [path, ...(ledger === undefined ? [] : [ledger])])
  const { result, notes } = await judgeHistory({
    path,
    ledgerPath: ledger ?? null,
    expectations: expect,
    judgedAt: new Date(),
    version: version(),
  })
  for (const note of notes) await write(io.stderr, `bookload: ${note}\n`)
  await write(io.stdout, json ? renderJson(result) : renderForPeople(result, flags, io))
  // Whoever stopped the run, nobody stopped the judging of it.
  const exitCode = exitCodeOf({ ...result, run: { ...result.run, partial: false } })
  // Last, so that a full disk does not cost the verdict.
  const isKept = output === undefined || (await isWritten(output, renderJson(result), io))
  return isKept || exitCode !== exitCodes.held ? exitCode : exitCodes.usage
}

/** Says why a file cannot be written. */
async function isWritten(path: string, text: string, io: Io): Promise<boolean> {
  try {
    await writeWhole(path, text)
    return true
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    await write(io.stderr, `bookload: ${error.message}\n`)
    return false
  }
}

async function checkOutput(output: string, inputs: readonly string[]): Promise<void> {
  if (inputs.some((input) => resolve(input) === resolve(output))) {
    throw new UsageError(`--output names ${output}, which is what is to be judged; allowed is another file`)
  }
  await checkWritable(output)
}

function renderForPeople(result: Result, { quiet }: JudgeFlags, io: Io): string {
  const style = styleOf(io)
  if (!quiet) return renderHistoryTable(result, style)
  // Only a terminal has an edge to cut a line at.
  return renderHistoryLine(result, io.stdout.isTTY ? style : { ...style, width: Number.MAX_SAFE_INTEGER })
}
