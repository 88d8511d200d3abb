import { readdir, readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../operator/did-you-mean.ts'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'
import { parseScenario } from './parse.ts'
import type { Scenario } from './scenario.ts'

const folder = new URL('../../scenarios/', import.meta.url)

/** The names of the scenarios that come with the tool, in alphabetical order. */
export async function listScenarios(): Promise<readonly string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .toSorted()
}

/**
 * Reads a scenario by its name in the library, or from a file of the operator's own.
 * @throws {UsageError} where there is no such scenario or the file is wrong
 */
export async function loadScenario(nameOrFile: string): Promise<Scenario> {
  if (isScenarioFile(nameOrFile)) return parseScenario(await readOwn(nameOrFile), nameOrFile)
  const names = await listScenarios()
  if (!names.includes(nameOrFile)) {
    const suggestion = didYouMean(nameOrFile, names)
    throw new UsageError(
      `there is no scenario "${nameOrFile}"${suggestion}; allowed is one of ${names.join(', ')}, or the path of a .yaml file`,
    )
  }
  const file = new URL(`${nameOrFile}.yaml`, folder)
  return parseScenario(await readFile(file, 'utf8'), fileURLToPath(file))
}

/** A path holds a separator or ends in .yaml, .yml or .json; whatever else there is must be a name in the library. */
export const isScenarioFile = (nameOrFile: string): boolean =>
  /[/\\]/.test(nameOrFile) || ['.yaml', '.yml', '.json'].includes(extname(nameOrFile))

async function readOwn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path}: ${fileComplaint(error)}`)
  }
}
