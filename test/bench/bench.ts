import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import Table from 'cli-table3'
import { UsageError } from '../../src/operator/errors.ts'
import { readCommandLine } from './command-line.ts'
import type { Finding } from './measure.ts'
import { measures } from './measures/all.ts'
import { isOnPath, tools } from './tools.ts'

/*
 * Machines are noisy and differ, so every figure stands beside that of a peer measured in turn with it in this one run,
 * each in a process of its own and in an order that changes from turn to turn; a ratio is that of the medians.
 */

function render({ title, head, rows, notes }: Finding): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } })
  table.push(...rows.map((row) => [...row]))
  return [title, ...(rows.length > 0 ? [table.toString()] : []), ...notes.map((note) => `· ${note}`), ''].join('\n')
}

async function main(folder: string): Promise<void> {
  const known = measures.map(({ name }) => name)
  const { names, ...settings } = readCommandLine(process.argv.slice(2), process.env, known)
  const all = tools(folder)
  const installed = all.filter(({ name }) => isOnPath(name))
  const missing = all.filter((tool) => !installed.includes(tool)).map(({ name }) => name)
  const model = cpus()[0]?.model ?? 'unknown'
  process.stdout.write(`${cpus().length} × ${model}, Node ${process.version}; medians of ${settings.turns} turns\n`)
  if (missing.length > 0) process.stdout.write(`not on the PATH and left out: ${missing.join(', ')}\n`)
  for (const { run } of measures.filter(({ name }) => names.length === 0 || names.includes(name))) {
    process.stdout.write(`\n${render(await run({ ...settings, tools: installed, folder }))}`)
  }
}

const folder = mkdtempSync(join(tmpdir(), 'bookload-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
process.once('SIGINT', () => process.exit(130))
try {
  await main(folder)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
