import { UsageError } from '../operator/errors.ts'
import { writeWhole } from '../operator/write-whole.ts'
import type { Result } from '../report/result.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { write, type Io } from './io.ts'
import type { RunFlags } from './run-flags.ts'

/**
 * Prints a result and, where that was asked for, writes it to a file.
 * @returns the exit code: that of the result, unless it is 0 and the file could not be written
 */
export async function showResult(result: Result, { json, output, quiet }: RunFlags, io: Io): Promise<number> {
  const { renderJson } = await import('../report/json.ts')
  if (json) await write(io.stdout, renderJson(result))
  else await write(io.stdout, await renderForPeople(result, { quiet: quiet ?? false, io }))
  if (result.run.failure !== null) await write(io.stderr, `bookload: ${result.run.failure}\n`)
  const exitCode = exitCodeOf(result)
  if (output === undefined) return exitCode
  try {
    // Last, so that a full disk does not cost the result.
    await writeWhole(output, renderJson(result))
    return exitCode
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    await write(io.stderr, `bookload: ${error.message}\n`)
    return exitCode === exitCodes.held ? exitCodes.usage : exitCode
  }
}

async function renderForPeople(result: Result, { quiet, io }: { quiet: boolean; io: Io }): Promise<string> {
  const [{ renderSummaryLine }, { renderTable }, { styleOf }] = await Promise.all([
    import('../report/summary-line.ts'),
    import('../report/table.ts'),
    import('./style.ts'),
  ])
  const style = styleOf(io)
  if (!quiet) return renderTable(result, style)
  // Only a terminal has an edge to cut a line at.
  return renderSummaryLine(result, io.stdout.isTTY ? style : { ...style, width: Number.MAX_SAFE_INTEGER })
}
