import { ledgerKinds } from '../booking/ledger.ts'
import { outcomeKinds, unknownCauses } from '../booking/outcome.ts'
import type { AttemptLine, EntryLine } from './history-lines.ts'
import { JsonBytes, Token, type FlatValue } from './json-bytes.ts'

const openBrace = 0x7b
const closeBrace = 0x7d
const colon = 0x3a
const comma = 0x2c

/** What the entry of a version most likely says, since the user that it is of was told so. */
export interface Echo {
  readonly reference: string
  readonly userId: string
  readonly key: string
}

/** What lines are likely to say, by what was said before; guesses that save work where they are right, and nothing else. */
export interface Hearsay {
  readonly accountOf: (user: number) => string | null
  readonly echoOf: (version: number) => Echo | null
}

/** Reads the lines that a history has by the million: to parse and to check each on its own takes longer than to judge them. */
export class PlainLines {
  readonly #json = new JsonBytes()
  readonly #attemptFields: Fields<Draft<AttemptLine>>
  readonly #entryFields: Fields<Draft<EntryLine>>

  constructor({ accountOf, echoOf }: Hearsay) {
    this.#attemptFields = new Fields({
      ...attemptFields,
      user: (line, value) => {
        if (!attemptFields.user(line, value)) return false
        const account = accountOf(line.user ?? 0)
        if (account !== null) this.#attemptFields.expect('account', account)
        return true
      },
    })
    this.#entryFields = new Fields({
      ...entryFields,
      version: (line, value) => {
        if (!entryFields.version(line, value)) return false
        const echo = echoOf(line.version ?? 0)
        if (echo) for (const name of echoed) this.#entryFields.expect(name, echo[name])
        return true
      },
    })
  }

  /**
   * @param from where a line begins
   * @returns null where it is no attempt and no entry that its schema would take as it stands: that is for the schema to say
   */
  read(bytes: Buffer, from: number): AttemptLine | EntryLine | null {
    const json = this.#json
    json.goTo(bytes, from)
    if (!json.pass(openBrace) || !json.passToken(typeName) || !json.pass(colon)) return null
    if (json.passToken(attemptName)) {
      const line = blankAttempt()
      return this.#fill(line, this.#attemptFields) && isAttempt(line) ? line : null
    }
    if (json.passToken(entryName)) {
      const line = blankEntry()
      return this.#fill(line, this.#entryFields) && isEntry(line) ? line : null
    }
    return null
  }

  /** Just past the line that was read. */
  get end(): number {
    return this.#json.at
  }

  #fill<Line>(line: Line, fields: Fields<Line>): boolean {
    const json = this.#json
    let field = fields.none
    while (json.pass(comma)) {
      field = fields.pass(json, field)
      if (field === fields.none || !json.pass(colon)) return false
      const value = json.value(fields.likelyText(field))
      if (value === undefined || !fields.put(line, field, value)) return false
    }
    return json.pass(closeBrace) && json.passLineEnd()
  }
}

/** Puts a value into its field of a line. @returns false where the schema would not take it there */
type Put<Line> = (line: Line, value: FlatValue) => boolean

/** The fields of a line, by number. A file has them in the same order in each line, so the one that comes next is known. */
class Fields<Line> {
  /** The number of no field. */
  readonly none = 0
  readonly #names: readonly Token[]
  readonly #puts: readonly Put<Line>[]
  readonly #numbers: ReadonlyMap<string, number>
  /** By field, the one that came after it the last time. */
  readonly #next: Uint8Array
  /** By field, the text that it is likely to hold. */
  readonly #likely: string[]

  constructor(fields: Readonly<Record<string, Put<Line>>>) {
    this.#names = [noName, ...Object.keys(fields).map(quoted)]
    this.#puts = [() => false, ...Object.values(fields)]
    this.#likely = this.#names.map(() => '')
    this.#numbers = new Map(Object.keys(fields).map((name, index) => [name, index + 1]))
    this.#next = Uint8Array.from(this.#names, (_, field) => (field + 1) % this.#names.length)
  }

  /** Passes the name of a field. @param before the field that came before it */
  pass(json: JsonBytes, before: number): number {
    const likely = this.#next[before] ?? this.none
    if (likely !== this.none && json.passToken(this.#names[likely] ?? noName)) return likely
    const field = this.#names.findIndex((name, index) => index !== this.none && json.passToken(name))
    if (field === -1) return this.none
    this.#next[before] = field
    return field
  }

  /** The text that a field held in the line before, as outcomes, kinds and times of entries often repeat, or is to hold. */
  likelyText(field: number): string {
    return this.#likely[field] ?? ''
  }

  expect(name: string, text: string): void {
    this.#likely[this.#numbers.get(name) ?? this.none] = text
  }

  put(line: Line, field: number, value: FlatValue): boolean {
    if (typeof value === 'string') this.#likely[field] = value
    return this.#puts[field]?.(line, value) ?? false
  }
}

const quoted = (name: string): Token => new Token(`"${name}"`)

const noName = quoted('')
const echoed = ['reference', 'userId', 'key'] as const satisfies readonly (keyof Echo)[]

const typeName = quoted('type')
const attemptName = quoted('attempt')
const entryName = quoted('entry')

/** A line of which not all fields were read yet. */
type Draft<Line extends { type: string }> = { [Field in keyof Line]: Line[Field] | undefined }

// Every field is named, since objects that get their fields one by one, in another order each, are slow to use.
const blankAttempt = (): Draft<AttemptLine> => ({
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

const blankEntry = (): Draft<EntryLine> => ({
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

function isAttempt(line: Draft<AttemptLine>): line is AttemptLine {
  return line.user !== undefined && line.sentUs !== undefined && line.endedUs !== undefined
}

function isEntry(line: Draft<EntryLine>): line is EntryLine {
  const { reference, userId, seats, available } = line
  return reference !== undefined && userId !== undefined && seats !== undefined && available !== undefined
}

/** What each field takes, as the schema of its line has it. */
const attemptFields: Readonly<Record<Exclude<keyof AttemptLine, 'type'>, Put<Draft<AttemptLine>>>> = {
  user: (line, value) => (line.user = wholeFrom(0, 9_999_999, value)) !== undefined,
  account: (line, value) => (line.account = text(value)) !== undefined,
  attempt: (line, value) => (line.attempt = wholeFrom(1, 1_000_000_000, value)) !== undefined,
  operation: (line, value) => (line.operation = count(value)) !== undefined,
  key: (line, value) => (line.key = textOrNull(value)) !== undefined,
  step: (line, value) => (line.step = wholeFrom(0, 255, value)) !== undefined,
  asked: (line, value) => (line.asked = count(value)) !== undefined,
  plannedUs: (line, value) => (line.plannedUs = time(value)) !== undefined,
  sentUs: (line, value) => (line.sentUs = time(value)) !== undefined,
  endedUs: (line, value) => (line.endedUs = time(value)) !== undefined,
  status: (line, value) => (line.status = wholeFrom(0, 999, value)) !== undefined,
  outcome: (line, value) => (line.outcome = oneOf(outcomeKinds, value)) !== undefined,
  cause: (line, value) => (line.cause = oneOf(unknownCauses, value)) !== undefined,
  code: (line, value) => (line.code = textOrNull(value)) !== undefined,
  reference: (line, value) => (line.reference = textOrNull(value)) !== undefined,
  seats: (line, value) => (line.seats = wholeOrNull(value)) !== undefined,
  version: (line, value) => (line.version = wholeOrNull(value)) !== undefined,
  position: (line, value) => (line.position = wholeOrNull(value)) !== undefined,
}

const entryFields: Readonly<Record<Exclude<keyof EntryLine, 'type'>, Put<Draft<EntryLine>>>> = {
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

function wholeFrom(least: number, most: number, value: FlatValue): number | undefined {
  const number = whole(value)
  return number !== undefined && number >= least && number <= most ? number : undefined
}

const count = (value: FlatValue): number | undefined => wholeFrom(0, 1_000_000_000, value)

function oneOf<Name extends string>(names: readonly Name[], value: FlatValue): Name | undefined {
  for (const name of names) if (name === value) return name
  return undefined
}
