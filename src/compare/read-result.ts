import type { z } from 'zod'
import { shown } from '../operator/complaint.ts'
import { plainText } from '../report/plain-text.ts'
import { resultSchema, type Result } from '../report/result.ts'

/** A file that is no result; its message is one sentence for whoever named the file. */
export class ResultFileError extends Error {
  override readonly name = 'ResultFileError'
}

/**
 * Reads a saved result.
 * @throws {ResultFileError} naming the file, the field, what was found and what is allowed
 */
export function parseResult(text: string, fileName: string): Result {
  const value = parseJson(text, fileName)
  const { data, error } = resultSchema.safeParse(value)
  if (data) return data
  const [issue] = error.issues
  const reason = issue ? complaint(issue, value) : 'it is not a result of bookload'
  throw new ResultFileError(plainText(`${fileName}: ${reason}`))
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ResultFileError(`${fileName}: it is not JSON; allowed is a result as \`bookload run -o\` writes it`)
  }
}

function complaint(issue: z.core.$ZodIssue, document: unknown): string {
  if (issue.code === 'unrecognized_keys') {
    return `${fieldName([...issue.path, issue.keys[0] ?? ''])} is not a field of a result`
  }
  const found = valueAt(document, issue.path)
  const state = found === undefined ? 'is missing' : `is ${shown(found)}`
  return `${fieldName(issue.path)} ${state}; allowed is ${allowed(issue)}`
}

function allowed(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ')
  if (issue.code === 'invalid_type') return typeNames[issue.expected] ?? issue.expected
  if (issue.code === 'too_small') return `${String(issue.minimum)} or more`
  if (issue.code === 'too_big') return `${String(issue.maximum)} or less`
  if (issue.code === 'invalid_format') return `a ${issue.format}`
  return issue.message
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** As a person writes it: `rounds[0].latency.p50`. */
function fieldName(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text.replace(/^\./, '') || 'the file'
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    document,
  )
}
