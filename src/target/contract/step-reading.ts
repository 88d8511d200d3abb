import { fieldName, shown, type Path } from '../../operator/complaint.ts'
import type { Answer } from '../booking-api.ts'
import { testOf } from './answer-test.ts'
import type { AnswerRule, LookFields, Source, StepDefinition } from './definition.ts'
import { glimpseFields } from './glimpse.ts'
import { nodesAt } from './json-path.ts'
import { ReadAnswer } from './read-answer.ts'
import { readerOf, sourceText } from './source.ts'
import { numberIn } from './step.ts'

/** What a contract finds in an answer to one of its steps: told by place, so that a person can see what was meant. */
export interface StepReading {
  /** The rule that fits; null where none does. */
  readonly rule: { readonly index: number; readonly is: string } | null
  /** Whether the answer leads on to the next step, or does what a step of its own was for. */
  readonly leadsOn: boolean
  readonly found: readonly FoundField[]
  readonly mistakes: readonly Mistake[]
}

interface FoundField {
  readonly path: Path
  readonly value: unknown
}

/** A place in a contract, and a sentence about what it says and what was found instead. */
export interface Mistake {
  readonly path: Path
  readonly sentence: string
}

export interface ReadStep {
  readonly step: StepDefinition
  readonly path: Path
  /** Whether a good answer leads on, where no rule speaks of it. */
  readonly mayLeadOn: boolean
  /** What it shows of an event, and where the contract says so. */
  readonly glimpse?: { readonly fields: LookFields; readonly path: Path }
  /** Where the accounts stand, where one answer has several. */
  readonly each?: string | undefined
}

/** Reads an answer as the tool does, and says of each place that was looked at what it had. */
export function readingOf({ step, path, mayLeadOn, glimpse, each }: ReadStep, answer: Answer): StepReading {
  const { answers, capture = {} } = step
  if (typeof answers === 'function') return { rule: null, leadsOn: true, found: [], mistakes: [] }
  const rules = answers ?? []
  const read = new ReadAnswer(answer)
  const index = rules.findIndex((rule) => testOf(rule)(read))
  const rule = rules[index] ?? null
  const leadsOn = rule === null ? mayLeadOn && answer.status >= 200 && answer.status < 400 : rule.is === 'next'
  const look = new FieldLook(read)
  if (rule !== null) look.ruled(rule, [...path, 'answers', index])
  if (leadsOn) {
    look.captures(capture, [...path, 'capture'], each)
    if (glimpse !== undefined) look.glimpse(glimpse.fields, glimpse.path)
  }
  return { rule: rule === null ? null : { index, is: rule.is }, leadsOn, found: look.found, mistakes: look.mistakes }
}

const texts = ['reference', 'code'] as const
const numbers = ['seats', 'version', 'position'] as const

/** Goes from place to place of one answer. */
class FieldLook {
  readonly found: FoundField[] = []
  readonly mistakes: Mistake[] = []
  readonly #read: ReadAnswer

  constructor(read: ReadAnswer) {
    this.#read = read
  }

  ruled(rule: AnswerRule, path: Path): void {
    for (const field of texts) this.#take(rule[field], [...path, field])
    for (const field of numbers) this.#takeNumber(rule[field], [...path, field])
  }

  glimpse(fields: LookFields, path: Path): void {
    for (const field of glimpseFields) this.#takeNumber(fields[field], [...path, field])
  }

  /** @param each where the accounts stand, where one answer has several: then it is the first of them that is read */
  captures(capture: Readonly<Record<string, Source>>, path: Path, each: string | undefined): void {
    const [row] = each === undefined ? [] : nodesAt(each)(this.#read.json)
    const { answer } = this.#read
    const within = each === undefined ? this : new FieldLook(new ReadAnswer({ ...answer, body: textOfRow(row) }))
    for (const [name, source] of Object.entries(capture)) within.#take(source, [...path, name])
    if (within !== this) {
      this.found.push(...within.found)
      this.mistakes.push(...within.mistakes)
    }
  }

  #take(source: Source | undefined, path: Path): unknown {
    if (source === undefined) return undefined
    const value = readerOf(source)(this.#read)
    if (value === undefined || value === '') {
      this.#complain(path, `${sourceText(source)} matches nothing`)
      return undefined
    }
    this.found.push({ path, value })
    return value
  }

  #takeNumber(source: Source | undefined, path: Path): void {
    const value = this.#take(source, path)
    if (value === undefined || numberIn(value) !== null) return
    this.found.pop()
    this.#complain(path, `${shown(value)} stands there, and allowed is a whole number`)
  }

  #complain(path: Path, sentence: string): void {
    this.mistakes.push({ path, sentence: `${fieldName(path)}: ${sentence}` })
  }
}

const textOfRow = (row: unknown): string => JSON.stringify(row ?? null)

/** Of each rule that does not fit, the first of its conditions that is not met: `booked (status is not 201)`. */
export function whyUnfit(rules: readonly AnswerRule[], answer: Answer): readonly string[] {
  const read = new ReadAnswer(answer)
  return rules.map((rule) => `${rule.is} (${firstUnmet(rule, read)})`)
}

function firstUnmet({ status, json = {}, header = {}, body }: AnswerRule, read: ReadAnswer): string {
  const parts: readonly (readonly [Omit<AnswerRule, 'is'>, string])[] = [
    ...(status === undefined ? [] : [[{ status }, `status ${[status].flat().join(' or ')}`] as const]),
    ...Object.entries(header).map(
      ([name, pattern]) => [{ header: { [name]: pattern } }, `header ${name} like ${pattern}`] as const,
    ),
    ...Object.entries(json).map(
      ([path, condition]) => [{ json: { [path]: condition } }, `${path} ${conditionText(condition)}`] as const,
    ),
    ...(body === undefined ? [] : [[{ body }, `body like ${body}`] as const]),
  ]
  const unmet = parts.find(([part]) => !testOf({ ...part, is: '' })(read))
  return unmet === undefined ? 'fits' : `wants ${unmet[1]}`
}

function conditionText(condition: NonNullable<AnswerRule['json']>[string]): string {
  if (typeof condition !== 'object' || condition === null) return `= ${shown(condition)}`
  if ('exists' in condition) return condition.exists ? 'to exist' : 'not to exist'
  if ('matches' in condition) return `like ${condition.matches}`
  return `= ${condition.map(shown).join(' or ')}`
}
