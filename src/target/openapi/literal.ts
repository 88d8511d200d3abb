import type { Scalar } from '../contract/definition.ts'
import { isPlainText, oneLine, plainValue } from './anything.ts'
import type { Shape } from './shape.ts'

/** A value for what nothing is known of. */
export interface Literal {
  readonly value: Scalar | object
  readonly why: string
  /** False of what the document itself says to send. */
  readonly isMadeUp: boolean
}

/** A value to start from, and where it comes from. */
export function literalFor(name: string, shape: Shape, sample: unknown): Literal {
  const shown = plainValue(sample ?? shape.sample)
  const allowed = shape.words.filter(isPlainText)
  if (shown !== undefined && shown !== null && fits(shown, shape)) {
    if (shape.isDefault && sample === undefined) return { value: shown, why: 'its default', isMadeUp: false }
    return { value: shown, why: allowed.length > 1 ? oneOf(allowed) : 'an example of the document', isMadeUp: true }
  }
  if (allowed[0] !== undefined) return { value: allowed[0], why: oneOf(allowed), isMadeUp: allowed.length > 1 }
  return { value: madeUpValue(name, shape), why: 'made up', isMadeUp: true }
}

const oneOf = (words: readonly string[]): string => `one of ${oneLine(words.join(', '), 60)}`

const fits = (value: unknown, { types }: Shape): value is Scalar | object =>
  types.size === 0 ||
  (Array.isArray(value) ? types.has('array') : types.has(typeof value)) ||
  (typeof value === 'number' && types.has('integer'))

function madeUpValue(name: string, { types, format, minimum, minLength }: Shape): Scalar | object {
  if (types.has('integer') || types.has('number')) return Math.max(1, minimum ?? 1)
  if (types.has('boolean')) return true
  if (types.has('array')) return []
  if (types.has('object')) return {}
  const byFormat = formats.get(format)
  if (byFormat !== undefined) return byFormat
  const text = isPlainText(name) && name !== '' ? name : 'text'
  return text.padEnd(Math.min(minLength, 200), '-')
}

const formats: ReadonlyMap<string, string> = new Map([
  ['date-time', '2030-01-01T19:00:00Z'],
  ['date', '2030-01-01'],
  ['time', '19:00:00Z'],
  ['email', 'somebody@example.com'],
  ['uuid', '00000000-0000-4000-8000-000000000000'],
  ['uri', 'https://example.com/'],
  ['url', 'https://example.com/'],
])

export const asScalar = (value: Scalar | object): Scalar => (typeof value === 'object' ? JSON.stringify(value) : value)
