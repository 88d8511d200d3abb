import { UsageError } from '../operator/errors.ts'
import { writeWhole } from '../operator/write-whole.ts'
import type { Result } from '../report/result.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { write, type Io } from './io.ts'
import type { KeptFile } from './kept-files.ts'
import type { RunFlags } from './run-flags.ts'

/**
 * Prints a result, and writes the files that were asked for.
 * @returns the exit code: that of the result, unless it is 0 and a file could not be written
 */
export async function showResult(
  result: Result,
  { json, output, quiet }: RunFlags,
  io: Io,
  keptFiles: readonly KeptFile[],
): Promise<number> {
  const { renderJson } = await import('../report/json.ts')
  if (json) await write(io.stdout, renderJson(result))
  else await write(io.stdout, await renderForPeople(result, { quiet: quiet ?? false, io }))
  if (result.run.failure !== null) await write(io.stderr, `bookload: ${result.run.failure}\n`)
  if (result.control?.failure)
    await write(io.stderr, `bookload: the control was not carried through: ${result.control.failure}\n`)
  const exitCode = exitCodeOf(result)
  // Last, so that a full disk does not cost the result.
  const writings = [
    ...(output === undefined ? [] : [() => writeWhole(output, renderJson(result))]),
    ...keptFiles.map((file) => () => file.finish()),
  ]
  let areWritten = true
  for (const writing of writings) areWritten = (await isDone(writing, io)) && areWritten
  return areWritten || exitCode !== exitCodes.held ? exitCode : exitCodes.usage
}

/** Says why a file cannot be written. */
async function isDone(writing: () => Promise<void>, io: Io): Promise<boolean> {
  try {
    await writing()
    return true
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    await write(io.stderr, `bookload: ${error.message}\n`)
    return false
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
