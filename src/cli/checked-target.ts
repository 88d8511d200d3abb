import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'
import { readYaml } from '../operator/yaml-file.ts'
import { parseScenario } from '../scenario/parse.ts'
import { ownTarget, type OwnTarget, type TargetFlags } from './choose-target.ts'

/** A target with the contract that a file is, or that a scenario in it names. */
export interface CheckedTarget {
  readonly own: OwnTarget
  /** What to play against it, once it was checked. */
  readonly next: readonly string[]
  /** How long what was promised may take to show, where a scenario says so. */
  readonly settleMs: number | null
}

const written = new Set(['.yaml', '.yml', '.json'])

/** @throws {UsageError} where the file is neither a contract nor a scenario that has a target */
export async function checkedTarget(file: string, flags: Omit<TargetFlags, 'contract'>): Promise<CheckedTarget> {
  const scenario = written.has(extname(file)) ? await scenarioIn(file) : null
  const own = await (scenario === null
    ? ownTarget({ ...flags, contract: file }, null)
    : ownTarget(flags, scenario.target))
  if (own === null || (scenario !== null && scenario.target === null)) {
    throw new UsageError(`${file}: target is missing; allowed is a contract, or a scenario that names its target`)
  }
  return scenario === null
    ? { own, next: ['quick', '--contract', file], settleMs: null }
    : { own, next: [file], settleMs: scenario.settleMs }
}

/** A scenario has rounds, and a contract has none. */
async function scenarioIn(file: string) {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file}: ${fileComplaint(error)}`)
  })
  const { content } = readYaml(text, file)
  const isScenario = typeof content === 'object' && content !== null && 'rounds' in content
  return isScenario ? parseScenario(text, file) : null
}
