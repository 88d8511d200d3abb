import { ledgerKinds } from '../booking/ledger.ts'
import { outcomeKinds, unknownCauses } from '../booking/outcome.ts'
import type { AttemptLine, EntryLine } from './history-lines.ts'

/*
 * Attempts and entries come by the million, and to hold each against its schema takes longer than to parse it. What
 * passes here is known to be as the schema says; what does not is for the schema to take or to refuse with a sentence.
 */

type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

/** Whether a line is an attempt or an entry that the schema would take as it stands. */
export function isPlainLine(line: JsonObject): line is AttemptLine | EntryLine {
  if (line['type'] === 'attempt') return fits(line, attemptFields) && hasAll(line, attemptNeeds)
  return line['type'] === 'entry' && fits(line, entryFields) && hasAll(line, entryNeeds)
}

type Fits = (value: unknown) => boolean

function fits(line: JsonObject, fields: ReadonlyMap<string, Fits>): boolean {
  // Unlike with Object.entries, nothing is made of a line that is only looked at.
  for (const field in line) {
    if (fields.get(field)?.(line[field]) !== true) return false
  }
  return true
}

const hasAll = (line: JsonObject, fields: readonly string[]): boolean => fields.every((field) => field in line)

const isType: Fits = () => true
const isText: Fits = (value) => typeof value === 'string'
const isTextOrNull: Fits = (value) => typeof value === 'string' || value === null
const isTime: Fits = Number.isFinite
const isWhole: Fits = Number.isSafeInteger
const isWholeOrNull: Fits = (value) => value === null || Number.isSafeInteger(value)
const isWholeFrom =
  (least: number, most: number): Fits =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
const isOneOf = (names: readonly unknown[]): Fits => names.includes.bind(names)

const isCount = isWholeFrom(0, 1_000_000_000)

const attemptNeeds = ['user', 'sentUs', 'endedUs'] as const satisfies readonly (keyof AttemptLine)[]

const attemptFields = new Map<string, Fits>(
  Object.entries({
    type: isType,
    user: isWholeFrom(0, 9_999_999),
    account: isText,
    attempt: isWholeFrom(1, 1_000_000_000),
    operation: isCount,
    key: isTextOrNull,
    step: isWholeFrom(0, 255),
    asked: isCount,
    plannedUs: isTime,
    sentUs: isTime,
    endedUs: isTime,
    status: isWholeFrom(0, 999),
    outcome: isOneOf(outcomeKinds),
    cause: isOneOf(unknownCauses),
    code: isTextOrNull,
    reference: isTextOrNull,
    seats: isWholeOrNull,
    version: isWholeOrNull,
    position: isWholeOrNull,
  } satisfies Record<keyof AttemptLine, Fits>),
)

const entryNeeds = ['reference', 'userId', 'seats', 'available'] as const satisfies readonly (keyof EntryLine)[]

const entryFields = new Map<string, Fits>(
  Object.entries({
    type: isType,
    version: isWhole,
    kind: isOneOf(ledgerKinds),
    reference: isText,
    userId: isText,
    seats: isWhole,
    available: isWhole,
    at: isText,
    key: isTextOrNull,
  } satisfies Record<keyof EntryLine, Fits>),
)
