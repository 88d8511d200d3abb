import { type Document, isNode, type LineCounter } from 'yaml'
import { z } from 'zod'
import { didYouMean } from './did-you-mean.ts'

export type Path = readonly PropertyKey[]

/** Refuses a file for a sentence about one of its places. */
export type Complain = (path: Path, sentence: string) => never

/** Says where in a file something stands: `shop.yaml:12:5`. */
export function locate(document: Document, lines: LineCounter, file: string, path: Path): string {
  // A missing field has no place of its own, so the nearest thing around it is shown.
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    const offset = isNode(node) ? node.range?.[0] : undefined
    if (offset === undefined) continue
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  return file
}

/** The field a complaint is about, as a person writes it: `rounds[0].capacity`. */
export function fieldName(path: Path): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text.replace(/^\./, '') || 'the file'
}

/** Where the gravest of a schema's issues stands, and a sentence that says what was found and what is allowed. */
export function complaintOf(
  error: z.core.$ZodError,
  document: unknown,
): { readonly path: Path; readonly text: string } {
  const issues = error.issues.map(innermost)
  // A misspelt field is unknown under its own name and missing under the right one: the first says more.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  if (!issue) throw error
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const path = [...issue.path, key]
    return {
      path,
      text: `${fieldName(path)} is not a field${suggestion(key, issue.message)}; allowed is ${issue.message}`,
    }
  }
  const { path, message } = issue
  const found = valueAt(document, path)
  if (found === undefined) return { path, text: `${fieldName(path)} is missing; allowed is ${message}` }
  return { path, text: `${fieldName(path)} is ${shown(found)}${suggestion(found, message)}; allowed is ${message}` }
}

type Issue = z.core.$ZodIssue

/** Of the branches of a union, the one whose complaint lies deepest is the one that was meant. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const branches = issue.errors.flatMap((branch) => branch.slice(0, 1))
  const deepest = branches.toSorted((a, b) => depth(b) - depth(a))[0]
  if (!deepest) return issue
  if (depth(deepest) === 0) return withUnionMessage(issue, branches)
  return innermost({ ...deepest, path: [...issue.path, ...deepest.path] })
}

/** An unknown key complains about the mapping it stands in, yet it is the key that counts. */
const depth = (issue: Issue): number => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)

/** What zod says of a union that says nothing itself. */
const unsaid = z.union([z.never(), z.never()]).safeParse(null).error?.issues[0]?.message

const withUnionMessage = (issue: Issue, branches: readonly Issue[]): Issue =>
  issue.message === unsaid ? { ...issue, message: branches.map((branch) => branch.message).join(', or ') } : issue

/** The schema's messages list the words they allow after "one of". */
function suggestion(found: unknown, message: string): string {
  const [, listed] = /one of ([^;]+)/.exec(message) ?? []
  const words = listed?.split(/, (?:or )?/) ?? []
  // A word that is right in a mapping can be wrong on its own: that it is meant is no news.
  return typeof found !== 'string' || words.includes(found) ? '' : didYouMean(found, words)
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    document,
  )
}

/** What was found, as JSON, and no more of it than fits into a sentence. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
