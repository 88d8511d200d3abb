import type { AttemptLine, EntryLine } from './history-lines.ts'
import { JsonBytes, Token, type FlatValue } from './json-bytes.ts'
import {
  attemptFields,
  blankAttempt,
  blankEntry,
  entryFields,
  isAttempt,
  isEntry,
  type Draft,
  type Put,
} from './plain-fields.ts'

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
    for (let field = fields.next(json, fields.none); field !== fields.none; field = fields.next(json, field)) {
      const value = json.value(fields.likelyText(field))
      if (value === undefined || !fields.put(line, field, value)) return false
    }
    return json.pass(closeBrace) && json.passLineEnd()
  }
}

/** The fields of a line, by number. A file has them in the same order in each line, so the one that comes next is known. */
class Fields<Line> {
  /** The number of no field. */
  readonly none = 0
  readonly #names: readonly Token[]
  /** By field, what stands from the value before it to its own, where there are no spaces. */
  readonly #compact: readonly Token[]
  readonly #puts: readonly Put<Line>[]
  readonly #numbers: ReadonlyMap<string, number>
  /** By field, the one that came after it the last time. */
  readonly #next: Uint8Array
  /** By field, the text that it is likely to hold. */
  readonly #likely: string[]

  constructor(fields: Readonly<Record<string, Put<Line>>>) {
    this.#names = [noName, ...Object.keys(fields).map(quoted)]
    this.#compact = [noName, ...Object.keys(fields).map((name) => new Token(`,"${name}":`))]
    this.#puts = [() => false, ...Object.values(fields)]
    this.#likely = this.#names.map(() => '')
    this.#numbers = new Map(Object.keys(fields).map((name, index) => [name, index + 1]))
    this.#next = Uint8Array.from(this.#names, (_, field) => (field + 1) % this.#names.length)
  }

  /** Passes all that stands before the value of the next field, and stays where there is none. @param before the last one */
  next(json: JsonBytes, before: number): number {
    const likely = this.#next[before] ?? this.none
    if (likely !== this.none && json.passToken(this.#compact[likely] ?? noName)) return likely
    const from = json.at
    const field = json.pass(comma)
      ? this.#names.findIndex((name, index) => index !== this.none && json.passToken(name))
      : -1
    if (field !== -1 && json.pass(colon)) {
      this.#next[before] = field
      return field
    }
    json.backTo(from)
    return this.none
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
