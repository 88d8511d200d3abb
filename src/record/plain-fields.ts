import { ledgerKinds } from '../booking/ledger.ts'
import { outcomeKinds, unknownCauses } from '../booking/outcome.ts'
import { bounds, type AttemptLine, type Bounds, type EntryLine } from './history-lines.ts'
import type { FlatValue } from './json-bytes.ts'

/*
 * Attempts and entries, field by field, as their schemas have them: to hold each line against its schema takes longer than
 * to judge it. A value that is not taken here is for the schema to take, or to refuse with a sentence.
 */

/** Puts a value into its field of a line. @returns false where the schema would not take it there */
export type Put<Line> = (line: Line, value: FlatValue) => boolean

/** A line of which not all fields were read yet. */
export type Draft<Line extends { type: string }> = { [Field in keyof Line]: Line[Field] | undefined }

// Every field is named, since objects that get their fields one by one, in another order each, are slow to use.
export const blankAttempt = (): Draft<AttemptLine> => ({
  type: 'attempt',
  user: undefined,
  account: undefined,
  attempt: undefined,
  operation: undefined,
  key: undefined,
  step: undefined,
  asked: undefined,
  plannedUs: undefined,
  sentUs: undefined,
  beganUs: undefined,
  endedUs: undefined,
  status: undefined,
  outcome: undefined,
  cause: undefined,
  code: undefined,
  reference: undefined,
  seats: undefined,
  version: undefined,
  position: undefined,
})

export const blankEntry = (): Draft<EntryLine> => ({
  type: 'entry',
  version: undefined,
  kind: undefined,
  reference: undefined,
  userId: undefined,
  seats: undefined,
  available: undefined,
  at: undefined,
  key: undefined,
})

export function isAttempt(line: Draft<AttemptLine>): line is AttemptLine {
  return line.user !== undefined && line.sentUs !== undefined && line.endedUs !== undefined
}

export function isEntry(line: Draft<EntryLine>): line is EntryLine {
  const { reference, userId, seats, available } = line
  return reference !== undefined && userId !== undefined && seats !== undefined && available !== undefined
}

export const attemptFields: Readonly<Record<Exclude<keyof AttemptLine, 'type'>, Put<Draft<AttemptLine>>>> = {
  user: (line, value) => (line.user = wholeIn(bounds.user, value)) !== undefined,
  account: (line, value) => (line.account = text(value)) !== undefined,
  attempt: (line, value) => (line.attempt = wholeIn(bounds.attempt, value)) !== undefined,
  operation: (line, value) => (line.operation = count(value)) !== undefined,
  key: (line, value) => (line.key = textOrNull(value)) !== undefined,
  step: (line, value) => (line.step = wholeIn(bounds.step, value)) !== undefined,
  asked: (line, value) => (line.asked = count(value)) !== undefined,
  plannedUs: (line, value) => (line.plannedUs = time(value)) !== undefined,
  sentUs: (line, value) => (line.sentUs = time(value)) !== undefined,
  beganUs: (line, value) => (line.beganUs = time(value)) !== undefined,
  endedUs: (line, value) => (line.endedUs = time(value)) !== undefined,
  status: (line, value) => (line.status = wholeIn(bounds.status, value)) !== undefined,
  outcome: (line, value) => (line.outcome = oneOf(outcomeKinds, value)) !== undefined,
  cause: (line, value) => (line.cause = oneOf(unknownCauses, value)) !== undefined,
  code: (line, value) => (line.code = textOrNull(value)) !== undefined,
  reference: (line, value) => (line.reference = textOrNull(value)) !== undefined,
  seats: (line, value) => (line.seats = wholeOrNull(value)) !== undefined,
  version: (line, value) => (line.version = wholeOrNull(value)) !== undefined,
  position: (line, value) => (line.position = wholeOrNull(value)) !== undefined,
}

export const entryFields: Readonly<Record<Exclude<keyof EntryLine, 'type'>, Put<Draft<EntryLine>>>> = {
  version: (line, value) => (line.version = whole(value)) !== undefined,
  kind: (line, value) => (line.kind = oneOf(ledgerKinds, value)) !== undefined,
  reference: (line, value) => (line.reference = text(value)) !== undefined,
  userId: (line, value) => (line.userId = text(value)) !== undefined,
  seats: (line, value) => (line.seats = whole(value)) !== undefined,
  available: (line, value) => (line.available = whole(value)) !== undefined,
  at: (line, value) => (line.at = text(value)) !== undefined,
  key: (line, value) => (line.key = textOrNull(value)) !== undefined,
}

// Each gives back what it was given, or undefined where that is none of its kind.

const text = (value: FlatValue): string | undefined => (typeof value === 'string' ? value : undefined)

const textOrNull = (value: FlatValue): string | null | undefined => (typeof value === 'number' ? undefined : value)

const time = (value: FlatValue): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

const whole = (value: FlatValue): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined

const wholeOrNull = (value: FlatValue): number | null | undefined => (value === null ? null : whole(value))

function wholeIn([least, most]: Bounds, value: FlatValue): number | undefined {
  const number = whole(value)
  return number !== undefined && number >= least && number <= most ? number : undefined
}

const count = (value: FlatValue): number | undefined => wholeIn(bounds.count, value)

function oneOf<Name extends string>(names: readonly Name[], value: FlatValue): Name | undefined {
  for (const name of names) if (name === value) return name
  return undefined
}
