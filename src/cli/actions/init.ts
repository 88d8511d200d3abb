import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { counted } from '../../judge/words.ts'
import { UsageError } from '../../operator/errors.ts'
import { fileComplaint } from '../../operator/file-complaint.ts'
import { writeWhole } from '../../operator/write-whole.ts'
import { readYaml } from '../../operator/yaml-file.ts'
import { scenarioTemplate } from '../../scenario/template.ts'
import { proposeContract, type Proposal } from '../../target/openapi/propose-contract.ts'
import { write, type Io } from '../io.ts'

/** @throws {UsageError} where the file is there already or cannot be written */
export async function init(file: string, { force }: { force: boolean }, io: Io): Promise<void> {
  const ending = checkPlace(file, { kind: 'scenario', force })
  const name =
    basename(file, ending)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'my-sale'
  const path = file.includes('/') ? file : `./${file}`
  await writeWhole(file, scenarioTemplate({ name: name.slice(0, 60), schema: schemaFor(file, 'scenario') }))
  await write(io.stdout, `${file} is written. Change what you like, then: bookload run ${path}\n`)
}

/**
 * Proposes a contract from an OpenAPI document, and says what was not sure.
 * @throws {UsageError} where the document cannot be read or has nothing to propose from, or as `init`
 */
export async function initFrom(from: string, file: string, { force }: { force: boolean }, io: Io): Promise<void> {
  checkPlace(file, { kind: 'contract', force })
  const { yaml, doubts } = await proposeFrom(from, schemaFor(file, 'contract'))
  await writeWhole(file, yaml)
  const count = counted(doubts.length, 'doubt')
  const told =
    doubts.length === 0
      ? `${file} is written.`
      : [`${file} is written. Look at what was guessed: ${count}:`, ...doubts.map((doubt) => `  - ${doubt}`)].join('\n')
  await write(io.stdout, `${told}\nNext: bookload check ${file}\n`)
}

/** @returns how the file's name ends */
function checkPlace(file: string, { kind, force }: { kind: 'scenario' | 'contract'; force: boolean }): string {
  const ending = extname(file)
  if (ending !== '.yaml' && ending !== '.yml')
    throw new UsageError(`${file}: a ${kind} ends in .yaml, not in "${ending}"`)
  if (existsSync(file) && !force) throw new UsageError(`${file}: it is there already; --force overwrites it`)
  return ending
}

async function proposeFrom(from: string, schema: string): Promise<Proposal> {
  if (/^https?:\/\//.test(from))
    throw new UsageError(`${from}: this is an address; allowed is a file, so save the document first`)
  const text = await readFile(from, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${from}: ${fileComplaint(error)}`)
  })
  const document = documentIn(text, from)
  try {
    return proposeContract(document, { schema })
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${from}: ${error.message}`)
  }
}

/** Reads JSON as JSON, which is many times faster than as YAML; what is wrong with it is told by its line all the same. */
function documentIn(text: string, file: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return readYaml(text, file).content
  }
}

/** As a path from the file where both lie in one project, so that it still leads there on another machine. */
function schemaFor(file: string, kind: 'scenario' | 'contract'): string {
  const schema = fileURLToPath(new URL(`../../../docs/schema/${kind}.v1.json`, import.meta.url))
  const path = relative(dirname(resolve(file)), schema)
  return path.startsWith('..') ? schema : `./${path}`
}
