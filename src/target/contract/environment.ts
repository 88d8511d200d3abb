import type { Complain, Path } from '../../operator/complaint.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Resolved {
  readonly content: unknown
  /** What came from the environment, and is neither to be printed nor recorded. */
  readonly secrets: readonly string[]
}

/** Where the target is may be told to anybody. */
const openFields = new Set<PropertyKey>(['baseUrl', 'owner'])

const reference = /\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>[^}]*))?\}/g

/**
 * Puts values of the environment where a file says `${NAME}`, or `${NAME:-fallback}` for one that may be missing.
 * @throws {UsageError} where one is missing, with its place
 */
export function resolveEnvironment(content: unknown, environment: Environment, complain: Complain): Resolved {
  const secrets = new Set<string>()
  const resolve = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return resolveText(value, path)
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, [...path, index]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, [...path, key])]))
  }
  const resolveText = (text: string, path: Path): string =>
    text.replaceAll(reference, (_, name: string, fallback: string | undefined) => {
      const found = environment[name]
      const value = found === undefined || (found === '' && fallback !== undefined) ? fallback : found
      if (value === undefined) {
        complain(path, `\${${name}} is not in the environment; allowed is a value for it, or \${${name}:-a fallback}`)
      }
      if (value.includes('{{')) {
        complain(path, `\${${name}} has {{ in it, where a name would begin; allowed is a value without`)
      }
      if (found !== undefined && found !== '' && !openFields.has(path[0] ?? '')) secrets.add(found)
      return value
    })
  return { content: resolve(content, []), secrets: [...secrets] }
}
