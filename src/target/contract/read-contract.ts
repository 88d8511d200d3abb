import { access, readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { complaintOf, fieldName, type Path } from '../../operator/complaint.ts'
import { UsageError } from '../../operator/errors.ts'
import { fileComplaint } from '../../operator/file-complaint.ts'
import { checkedBy, readYaml, type YamlFile } from '../../operator/yaml-file.ts'
import { checkContract } from './check-contract.ts'
import type { ToldContract } from './compile.ts'
import { resolveEnvironment, type Environment } from './environment.ts'
import { maskOf } from './mask.ts'
import { contractFileSchema, contractModuleSchema } from './schema.ts'

/** The contract of the embedded server, and of every target that is given without one. */
const ownFile = fileURLToPath(new URL('../../../scenarios/contracts/bookload.yaml', import.meta.url))

const modules = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts'])

/** @param adminToken null where nobody gave one */
export async function ownContract(adminToken: string | null): Promise<ToldContract> {
  const text = await readFile(ownFile, 'utf8')
  const environment = { BOOKLOAD_ADMIN_TOKEN: adminToken ?? '' }
  return { ...parseContract(readYaml(text, ownFile), { file: ownFile, environment }), isOwn: true }
}

/**
 * Reads a contract: a YAML file, or a module that exports one by default.
 * @throws {UsageError} one sentence: the file, the line, the field, what was found and what is allowed
 */
export async function readContract(file: string, environment: Environment): Promise<ToldContract> {
  if (modules.has(extname(file))) return importContract(file)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file}: ${fileComplaint(error)}`)
  })
  return parseContract(readYaml(text, file), { file, environment })
}

interface Origin {
  /** The file that it stands in; paths in it are seen from there. */
  readonly file: string
  readonly environment: Environment
}

/**
 * What a contract says, be it a file of its own or a part of a scenario.
 * @throws {UsageError} one sentence: the file, the line, the field, what was found and what is allowed
 */
export function parseContract(yaml: YamlFile, { file, environment }: Origin): ToldContract {
  const { content, secrets } = resolveEnvironment(yaml.content, environment, yaml.complain)
  const definition = checkedBy(contractFileSchema, { ...yaml, content, shown: yaml.content })
  const mask = maskOf(secrets)
  checkContract(definition, (path, sentence) => yaml.complain(path, mask(sentence)))
  const places = Object.fromEntries(pathsIn(content).map((path) => [path.join('.'), yaml.placeOf(path)]))
  return { definition, name: definition.name, places, file, secrets, isOwn: false, module: null }
}

/** Every place in a value that something stands at. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const members: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return [path, ...members.flatMap(([key, member]) => pathsIn(member, [...path, key]))]
}

/**
 * Reads a contract that is a module.
 * @throws {UsageError} where it cannot be loaded, or exports no contract
 */
export async function importContract(file: string): Promise<ToldContract> {
  const path = resolve(file)
  await access(path).catch((error: unknown) => {
    throw new UsageError(`${file}: ${fileComplaint(error)}`)
  })
  const loaded: unknown = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new UsageError(`${file}: it cannot be loaded: ${moduleComplaint(error)}`)
  })
  const exported: unknown = Object(loaded).default
  if (typeof exported !== 'object' || exported === null) {
    throw new UsageError(`${file}: it exports nothing by default; allowed is: export default defineTarget({ ... })`)
  }
  const complain = (at: Path, sentence: string): never => {
    throw new UsageError(`${file}: ${sentence.includes(fieldName(at)) ? sentence : `${fieldName(at)}: ${sentence}`}`)
  }
  const checked = contractModuleSchema.safeParse(exported)
  if (!checked.success) {
    const { path: at, text } = complaintOf(checked.error, exported)
    return complain(at, text)
  }
  checkContract(checked.data, complain)
  const { name, secrets = [] } = checked.data
  return { definition: checked.data, name, places: {}, file, secrets, isOwn: false, module: path }
}

function moduleComplaint(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isTypeScript = 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION'
  return isTypeScript
    ? `this Node (${process.version}) runs no TypeScript; allowed is JavaScript, or Node 22.18 and later`
    : error.message.trim().replaceAll(/\s+/g, ' ')
}
