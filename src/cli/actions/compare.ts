import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { compareResults } from '../../compare/compare.ts'
import { renderComparisonJson } from '../../compare/compare-json.ts'
import { renderComparison } from '../../compare/compare-table.ts'
import { parseResult, ResultFileError } from '../../compare/read-result.ts'
import { UsageError } from '../../operator/errors.ts'
import { fileComplaint } from '../../operator/file-complaint.ts'
import { write, type Io } from '../io.ts'
import { styleOf } from '../style.ts'

export async function compare(
  { before, after, json }: { before: string; after: string; json: boolean },
  io: Io,
): Promise<void> {
  const comparison = compareResults(await load(before), await load(after))
  await write(io.stdout, json ? renderComparisonJson(comparison) : renderComparison(comparison, styleOf(io)))
}

/** @param argument a file, or `label=file` as benchstat takes them */
async function load(argument: string) {
  const labelled = existsSync(argument) ? null : /^(?<label>[^=]+)=(?<path>.+)$/.exec(argument)
  const { label, path = argument } = labelled?.groups ?? {}
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path}: ${fileComplaint(error)}`)
  })
  try {
    return { label: label ?? basename(path, extname(path)), result: parseResult(text, path) }
  } catch (error) {
    if (error instanceof ResultFileError) throw new UsageError(error.message)
    throw error
  }
}
