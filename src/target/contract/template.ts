import type { Fields } from '../booking-api.ts'
import type { Scope } from './definition.ts'

/** A text with `{{name}}` in it: what stands around the names, and the names. There is one text more than names. */
export interface Template {
  readonly texts: readonly string[]
  readonly names: readonly string[]
}

const hole = /\{\{\s*([^{}]*?)\s*\}\}/g

export function parseTemplate(text: string): Template {
  const pieces = text.split(hole)
  return {
    texts: pieces.filter((_, index) => index % 2 === 0),
    names: pieces.filter((_, index) => index % 2 === 1),
  }
}

/** A text itself, or the texts in a value. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/** Every name that a text, or the texts in a value, ask for. */
export const namesIn = (value: unknown): readonly string[] =>
  textsIn(value).flatMap((text) => parseTemplate(text).names)

/** `{{seats}` would be sent as it stands. */
export const hasHalfName = (text: string): boolean => parseTemplate(text).texts.some((around) => around.includes('{{'))

/** What is known by these names whatever a contract says. */
export const ownNames = ['seats', 'key', 'attempt', 'reference', 'page', 'count', 'prefix', 'number'] as const
type OwnName = (typeof ownNames)[number]

const isOwnName = (name: string): name is OwnName => ownNames.some((own) => own === name)

export type Lookup = (scope: Scope) => unknown

/** Finds what a name stands for: `user.email`, `event.id`, `seats`, or what an earlier step captured. */
export function lookup(name: string): Lookup {
  if (isOwnName(name)) return (scope) => scope[name]
  const [root, ...rest] = name.split('.')
  const field = rest.join('.')
  if (root === 'user' && field !== '') return ({ user }) => own(user, field)
  if (root === 'event' && field !== '') return ({ event }) => own(event, field)
  return ({ captured }) => own(captured, name)
}

/** Nothing that every object inherits is a value that anybody meant. */
const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined)

/** A value within a text; nothing where there is none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : ''
}

/** @param written how a value is written into the text, such as URL-encoded */
export function renderText(
  text: string,
  written: (value: unknown) => string = textOf,
): string | ((scope: Scope) => string) {
  const { texts, names } = parseTemplate(text)
  if (names.length === 0) return text
  const [first = ''] = texts
  const holes = names.map((name, index) => ({ find: lookup(name), after: texts[index + 1] ?? '' }))
  const [only] = holes
  if (only !== undefined && holes.length === 1) return (scope) => first + written(only.find(scope)) + only.after
  return (scope) => holes.reduce((sum, { find, after }) => sum + written(find(scope)) + after, first)
}

/**
 * Writes a value as JSON, with `{{name}}` filled in: a text that is nothing but a name becomes what it stands for, be it a
 * number or a list. All that does not change is written once.
 */
export function renderJson(value: unknown): string | ((scope: Scope) => string) {
  const pieces = joined(jsonPieces(value))
  const [only] = pieces
  if (pieces.length === 1 && typeof only === 'string') return only
  return (scope) => {
    let text = ''
    for (const piece of pieces) text += typeof piece === 'string' ? piece : piece(scope)
    return text
  }
}

type Piece = string | ((scope: Scope) => string)

function jsonPieces(value: unknown): readonly Piece[] {
  if (typeof value === 'string') return [jsonText(value)]
  if (Array.isArray(value)) {
    return ['[', ...value.flatMap((item, index) => [index === 0 ? '' : ',', ...jsonPieces(item)]), ']']
  }
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value) ?? 'null']
  const members = Object.entries(value).flatMap(([key, item], index) => [
    `${index === 0 ? '' : ','}${JSON.stringify(key)}:`,
    ...jsonPieces(item),
  ])
  return ['{', ...members, '}']
}

function jsonText(text: string): Piece {
  const { texts, names } = parseTemplate(text)
  const [name] = names
  if (name === undefined) return JSON.stringify(text)
  if (names.length === 1 && texts.every((around) => around === '')) {
    const find = lookup(name)
    return (scope) => jsonOf(find(scope))
  }
  const render = renderText(text)
  return typeof render === 'string' ? JSON.stringify(render) : (scope) => JSON.stringify(render(scope))
}

/** `JSON.stringify` takes far longer than a number needs, and most bookings have one. */
const jsonOf = (value: unknown): string => (Number.isSafeInteger(value) ? String(value) : JSON.stringify(value ?? null))

/** Neighbours that never change are one piece. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1)
    if (typeof last === 'string' && typeof piece === 'string') all[all.length - 1] = last + piece
    else all.push(piece)
    return all
  }, [])
}
