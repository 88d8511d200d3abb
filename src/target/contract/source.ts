import type { Answer } from '../booking-api.ts'
import type { Source } from './definition.ts'
import { nodeAt } from './json-path.ts'
import type { ReadAnswer } from './read-answer.ts'
import { regexOf } from './regex.ts'
import { textOf } from './template.ts'

/** Reads a value out of an answer; undefined where it is not there. */
export type Reader = (read: ReadAnswer) => unknown

/** @throws {SyntaxError} where a path or a regular expression in it is none */
export function readerOf(source: Source): Reader {
  if (typeof source === 'function') return ({ answer }) => valueOf(source, answer)
  if (typeof source === 'string') return jsonReader(source)
  if ('json' in source) return matching(jsonReader(source.json), source.match)
  if ('header' in source) {
    const name = source.header.toLowerCase()
    return matching(({ answer }) => answer.header(name), source.match)
  }
  if ('cookie' in source) {
    const { cookie } = source
    return ({ answer }) => cookieIn(answer.setCookies(), cookie)
  }
  return matching(({ answer }) => answer.body, source.body)
}

/** What a source is, as a person wrote it. */
export function sourceText(source: Source): string {
  if (typeof source === 'string') return source
  if (typeof source === 'function') return 'the function'
  if ('json' in source) return `${source.json}${source.match === undefined ? '' : ` (${source.match})`}`
  if ('header' in source) return `the header ${source.header}${source.match === undefined ? '' : ` (${source.match})`}`
  if ('cookie' in source) return `the cookie ${source.cookie}`
  return `the pattern ${source.body}`
}

/** A function that fails has found nothing. */
function valueOf(find: (answer: Answer) => unknown, answer: Answer): unknown {
  try {
    return find(answer) ?? undefined
  } catch {
    return undefined
  }
}

function jsonReader(path: string): Reader {
  const find = nodeAt(path)
  return (read) => {
    const value = find(read.json)
    return value === null ? undefined : value
  }
}

function matching(read: Reader, pattern: string | undefined): Reader {
  if (pattern === undefined) return read
  const regex = regexOf(pattern)
  return (answer) => {
    const value = read(answer)
    if (value === undefined || typeof value === 'object') return undefined
    const found = regex.exec(textOf(value))
    return found === null ? undefined : (found[1] ?? found[0])
  }
}

/** Of several, the last is what a browser is left with. */
function cookieIn(setCookies: readonly string[], name: string): string | undefined {
  for (const line of setCookies.toReversed()) {
    const [pair = ''] = line.split(';', 1)
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return undefined
}
