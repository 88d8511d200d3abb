/*
 * Reading a document that anybody may have written: what is not as it should be counts as not there.
 */

export type Mapping = Readonly<Record<string, unknown>>

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** What a mapping itself says under a name; never what every object has by birth. */
export const memberOf = (value: unknown, name: string): unknown =>
  isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined

export const mappingIn = (value: unknown, name: string): Mapping => {
  const member = memberOf(value, name)
  return isMapping(member) ? member : {}
}

export const listIn = (value: unknown, name: string): readonly unknown[] => {
  const member = memberOf(value, name)
  return isList(member) ? member : []
}

export const textIn = (value: unknown, name: string): string => {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : ''
}

export const numberIn = (value: unknown, name: string): number | null => {
  const member = memberOf(value, name)
  return typeof member === 'number' && Number.isFinite(member) ? member : null
}

/** One line that can stand in a comment or in a sentence. */
export function oneLine(text: string, mostCharacters = 100): string {
  const line = text.replaceAll(/[\s\p{C}]+/gu, ' ').trim()
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 3).trimEnd()}...`
}

/** Whether a text can stand in a contract as it is: nothing in it is taken for a name to fill in. */
export const isPlainText = (text: string): boolean => text.length <= 200 && !/[{}\p{C}]/u.test(text)

const depthMax = 8

/** A value as a contract can hold it, or undefined where it cannot. */
export function plainValue(value: unknown, depth = 0): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return isPlainText(value) ? value : undefined
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (depth > depthMax) return undefined
  if (isList(value)) {
    const items = value.map((item) => plainValue(item, depth + 1))
    return items.length > 20 || items.includes(undefined) ? undefined : items
  }
  if (!isMapping(value)) return undefined
  const members = Object.entries(value).map(([name, item]): [string, unknown] => [name, plainValue(item, depth + 1)])
  const isPlain = members.length <= 50 && members.every(([name, item]) => isName(name) && item !== undefined)
  return isPlain ? Object.fromEntries(members) : undefined
}

/** Whether a field's name can be told in a JSONPath and a key without surprises. */
export const isName = (name: string): boolean => /^[\p{L}\p{N}_ .:@$/#-]{1,100}$/u.test(name) && name !== '__proto__'
