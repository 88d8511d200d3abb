import { messageOf, UsageError } from '../operator/errors.ts'
import { didYouMean } from '../operator/did-you-mean.ts'
import { complaintOf } from '../operator/complaint.ts'
import { lineSchemas, type HistoryLine } from './history-lines.ts'

const types = Object.keys(lineSchemas)

/** The JSON of a line is broken, which is no fault of its writer where the file was cut off in the middle of it. */
export class BrokenJsonError extends UsageError {}

/**
 * Reads one line of a file of histories.
 * @param place says which file and line it is, such as `sale.ndjson:12`; asked only where something is wrong
 * @throws {UsageError} one sentence: the place, the field, what was found and what is allowed
 */
export function parseLine(text: string, place: () => string): HistoryLine {
  const value = jsonOf(text, place)
  const schema = schemaFor(value, place)
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  throw new UsageError(`${place()}: ${complaintOf(checked.error, value).text}`)
}

function jsonOf(text: string, place: () => string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BrokenJsonError(`${place()}: this is not valid JSON: ${messageOf(error)}`)
  }
}

function schemaFor(value: unknown, place: () => string): (typeof lineSchemas)[keyof typeof lineSchemas] {
  const allowed = `allowed is one of ${types.join(', ')}`
  if (typeof value !== 'object' || value === null || !('type' in value)) {
    throw new UsageError(`${place()}: type is missing; ${allowed}, in an object such as {"type":"attempt","user":0,…}`)
  }
  const { type } = value
  if (isType(type)) return lineSchemas[type]
  const hint = typeof type === 'string' ? didYouMean(type, types) : ''
  throw new UsageError(`${place()}: type is ${JSON.stringify(type)}${hint}; ${allowed}`)
}

const isType = (type: unknown): type is keyof typeof lineSchemas =>
  typeof type === 'string' && Object.hasOwn(lineSchemas, type)
