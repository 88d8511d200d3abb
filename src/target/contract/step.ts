import { messageOf } from '../../operator/errors.ts'
import type { Answer } from '../booking-api.ts'
import { headTestOf, readsBody, testOf, type AnswerTest } from './answer-test.ts'
import type { AnswerRule, Meant, Scope, Source, StepDefinition } from './definition.ts'
import { ReadAnswer } from './read-answer.ts'
import { prepareRequest, type Common, type Prepare } from './request.ts'
import { readerOf, sourceText, type Reader } from './source.ts'

/** One request, and what its answers mean. */
export interface Step<Meaning extends string> {
  /** As people call it. */
  readonly name: string
  /** Where the contract says it. */
  readonly place: string
  readonly prepare: Prepare
  readonly read: (answer: Answer, scope: Scope) => Reading<Meaning>
}

/** What an answer was found to mean. */
interface Reading<Meaning extends string> {
  readonly meant: Meant<Meaning>
  /** What is not as the contract says, and where it says so; null where all is. */
  readonly odd: { readonly place: string; readonly odd: string } | null
}

export interface StepSetting<Meaning extends string> {
  readonly common: Common
  /** Where the contract says something of this step: `shop.yaml:12:5`. */
  readonly placeOf: (...path: readonly (string | number)[]) => string
  /** Whether a good answer leads on, where no rule speaks of it. */
  readonly leadsOn: boolean
  /** What an answer means that no rule speaks of. */
  readonly byStatus: (answer: Answer) => Meaning
  /** What a function may say that an answer means; `next` only where a step follows. */
  readonly meanings: readonly Meaning[]
  /** The meanings that stand for something being there, so that what is said to be in the answer has to be. */
  readonly granting: ReadonlySet<Meaning | 'next'>
}

/** @throws {SyntaxError} where a path, a pattern or a text in it is none */
export function compileStep<Meaning extends string>(
  definition: StepDefinition<Meaning>,
  setting: StepSetting<Meaning | 'next'>,
): Step<Meaning | 'next'> {
  const { answers, capture = {} } = definition
  return {
    name: nameOf(definition),
    place: setting.placeOf(),
    prepare: prepareRequest(definition, setting.common),
    read: typeof answers === 'function' ? readByFunction(answers, setting) : readBy(answers ?? [], capture, setting),
  }
}

function nameOf({ name, request }: StepDefinition): string {
  return name ?? (typeof request === 'string' ? request : 'a function')
}

/** A function that throws, or says what cannot be, has understood nothing: that is odd, and no end of the run. */
function readByFunction<Meaning extends string>(
  tell: (answer: Answer, scope: Scope) => Meant<Meaning>,
  { byStatus, placeOf, leadsOn, meanings }: StepSetting<Meaning | 'next'>,
): Step<Meaning | 'next'>['read'] {
  const allowed = meanings.filter((is) => leadsOn || is !== 'next')
  return (answer, scope) => {
    const odd = (text: string): Reading<Meaning | 'next'> => ({
      meant: { is: byStatus(answer) },
      odd: { place: placeOf('answers'), odd: text },
    })
    try {
      const told: Readonly<Record<string, unknown>> = Object(tell(answer, scope))
      const is = allowed.find((one) => one === told['is'])
      return is === undefined
        ? odd(`the function said ${JSON.stringify(told['is']) ?? 'nothing'}; allowed is one of ${allowed.join(', ')}`)
        : { meant: { is, ...fieldsIn(told) }, odd: null }
    } catch (error) {
      return odd(`the function threw: ${messageOf(error)}`)
    }
  }
}

/** JavaScript may tell anything, and a reference that is a number would be another one than the same in the ledger. */
const fieldsIn = (told: Readonly<Record<string, unknown>>): Omit<Meant, 'is'> => ({
  reference: textIn(told['reference']),
  seats: numberIn(told['seats']),
  version: numberIn(told['version']),
  position: numberIn(told['position']),
  code: textIn(told['code']),
  captured: { ...Object(told['captured']) },
})

function readBy<Meaning extends string>(
  rules: readonly AnswerRule<Meaning>[],
  capture: Readonly<Record<string, Source>>,
  setting: StepSetting<Meaning | 'next'>,
): Step<Meaning | 'next'>['read'] {
  const compiled = rules.map((rule, index) => compileRule(rule, index, setting))
  const captures = Object.entries(capture).map(([name, source]) => ({ name, source, find: readerOf(source) }))

  const leadOn = (read: ReadAnswer): Reading<Meaning | 'next'> => {
    const captured: Record<string, unknown> = {}
    for (const { name, source, find } of captures) {
      const value = find(read)
      if (value === undefined) {
        const place = setting.placeOf('capture', name)
        return { meant: { is: setting.byStatus(read.answer) }, odd: { place, odd: matchesNothing(source) } }
      }
      captured[name] = value
    }
    return { meant: { is: 'next', captured }, odd: null }
  }

  /** Whose body broke off, of that only the head can be believed. */
  const readHead = (answer: Answer): Reading<Meaning | 'next'> => {
    const read = new ReadAnswer({ ...answer, body: '' })
    const rule = compiled.find(({ headTest }) => headTest(read))
    if (rule !== undefined && !rule.readsBody && (!setting.granting.has(rule.is) || isCreated(answer))) {
      if (rule.is !== 'next') return rule.tell(read)
    }
    return { meant: { is: setting.byStatus(answer) }, odd: null }
  }

  return (answer) => {
    if (!answer.isWhole) return readHead(answer)
    const read = new ReadAnswer(answer)
    for (const rule of compiled) {
      if (!rule.test(read)) continue
      return rule.is === 'next' ? leadOn(read) : rule.tell(read)
    }
    if (setting.leadsOn && answer.status >= 200 && answer.status < 400) return leadOn(read)
    const isClear = answer.status >= 400
    return {
      meant: { is: setting.byStatus(answer) },
      odd: isClear ? null : { place: setting.placeOf('answers'), odd: 'no rule of answers speaks of such an answer' },
    }
  }
}

const matchesNothing = (source: Source): string => `${sourceText(source)} matches nothing`

interface CompiledRule<Meaning extends string> {
  readonly is: Meaning
  readonly test: AnswerTest
  readonly headTest: AnswerTest
  readonly readsBody: boolean
  readonly tell: (read: ReadAnswer) => Reading<Meaning>
}

function compileRule<Meaning extends string>(
  rule: AnswerRule<Meaning>,
  index: number,
  { placeOf, byStatus, granting }: StepSetting<Meaning | 'next'>,
): CompiledRule<Meaning | 'next'> {
  const { is, reference, seats, version, position, code } = rule
  const findReference = readerOrNull(reference)
  const findSeats = readerOrNull(seats)
  const findVersion = readerOrNull(version)
  const findPosition = readerOrNull(position)
  const findCode = readerOrNull(code)
  const grants = granting.has(is)
  return {
    is,
    test: testOf(rule),
    headTest: headTestOf(rule),
    readsBody: readsBody(rule),
    tell: (read) => {
      const name = findReference === null ? null : textIn(findReference(read))
      // A Created whose JSON broke off has said that it was made, only not under which name. But a login page is a 200,
      // too, and a body that is whole and names nothing is not what the contract speaks of.
      if (findReference !== null && name === null && grants && !brokeOff(read) && reference !== undefined) {
        return {
          meant: { is: byStatus(read.answer) },
          odd: { place: placeOf('answers', index, 'reference'), odd: matchesNothing(reference) },
        }
      }
      return {
        meant: {
          is,
          reference: name,
          seats: findSeats === null ? null : numberIn(findSeats(read)),
          version: findVersion === null ? null : numberIn(findVersion(read)),
          position: findPosition === null ? null : numberIn(findPosition(read)),
          code: findCode === null ? null : textIn(findCode(read)),
        },
        odd: null,
      }
    },
  }
}

const readerOrNull = (source: Source | undefined): Reader | null => (source === undefined ? null : readerOf(source))

const brokeOff = ({ json, answer }: ReadAnswer): boolean => json === undefined && isCreated(answer)

const isCreated = ({ status, header }: Answer): boolean => status === 201 && /json/i.test(header('content-type') ?? '')

/** A reference may be a number, too. */
function textIn(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' ? String(value) : null
}

/** Out of a header, or of a page, a number comes as text. */
export function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null
}
