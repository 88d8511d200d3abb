import { query, type JsonValue } from 'jsonpath-rfc9535'

/** Finds all that a JSONPath leads to. */
export type Nodes = (value: unknown) => readonly unknown[]

/** Finds what a JSONPath leads to first, or undefined. */
export type Node = (value: unknown) => unknown

/** A path that leads to one place at most: `$.data.orders[0]['the name']`. RFC 9535 calls it a singular query. */
const singular = /^\$(?:\.[A-Za-z_]\w*|\[(?:'[^'\\]*'|"[^"\\]*"|\d{1,9})\])*$/
const segment = /\.([A-Za-z_]\w*)|\[(?:'([^'\\]*)'|"([^"\\]*)"|(\d+))\]/g

/**
 * Reads a JSONPath (RFC 9535) once, to be followed in every answer. Paths that lead to one place are followed by hand,
 * since there is one answer a request and several paths in each: the library takes some 5 µs for one.
 * @throws {SyntaxError} where it is none
 */
export function nodeAt(path: string): Node {
  if (!singular.test(path)) {
    const all = nodesAt(path)
    return (value) => all(value)[0]
  }
  const steps = [...path.matchAll(segment)].map(([, word, single, double, index]) =>
    index === undefined ? (word ?? single ?? double ?? '') : Number(index),
  )
  return (value) => {
    let at = value
    for (const step of steps) at = childOf(at, step)
    return at
  }
}

/**
 * Finds the rows of a list, be the path one to its members or to the list itself.
 * @throws {SyntaxError} where it is no JSONPath
 */
export function rowsAt(path: string): Nodes {
  const nodes = nodesAt(path)
  return (value) => {
    const found = nodes(value)
    const [only] = found
    return found.length === 1 && Array.isArray(only) ? only : found
  }
}

/** @throws {SyntaxError} where it is no JSONPath */
export function nodesAt(path: string): Nodes {
  // Tried on nothing, so that a mistake shows itself now.
  query(null, path)
  return (value) => (isJson(value) ? query(value, path) : [])
}

function childOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined
  return typeof step === 'string' && Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined
}

/** Whatever was parsed from JSON is JSON, and so is a row of a database. */
const isJson = (value: unknown): value is JsonValue => value !== undefined
