import type { AnswerRule, BookMeaning } from '../contract/definition.ts'
import { nodeAt } from '../contract/json-path.ts'
import { isPlainText } from './anything.ts'
import { isCode } from './likeness.ts'
import type { Operation, ToldAnswer } from './operation.ts'
import { bestPlace, type Place } from './place.ts'
import { meaningOfCode, meaningsOfText, soldOutPattern, type Refusal } from './refusal-words.ts'

/** A rule of a contract, with what is to be looked at in it. */
export interface Told<Meaning extends string> {
  readonly rule: AnswerRule<Meaning>
  readonly note?: string
}

export interface Refusals {
  readonly rules: readonly Told<BookMeaning>[]
  readonly doubts: readonly string[]
}

/** Statuses that say what they say, whatever is booked. */
const clear = new Set(['401', '403', '404', '405', '406', '411', '413', '414', '415', '429', '431'])

/** What the refusals of a booking mean: by their codes, or else by what is said of their statuses. */
export function refusalsOf(operation: Operation): Refusals {
  const told = operation.answers.filter(({ status }) => /^4|^default$/.test(status) && !clear.has(status))
  const coded = told.map((answer) => ({ answer, place: codePlace(answer), codes: codesIn(answer) }))
  const byCode = coded.flatMap(({ answer, place, codes }) =>
    place === null
      ? []
      : (['soldOut', 'conflict', 'inFlight'] as const).flatMap((is) => codeRule({ answer, place, codes, is })),
  )
  const unclear = coded.filter(({ answer }) => !byCode.some(({ status }) => status === statusOf(answer)))
  const byStatus = unclear.map(({ answer, codes }) => byWords(answer, codes, operation.name))
  return {
    rules: [
      ...merged(byCode).map((rule) => ({ rule })),
      ...byStatus.flatMap(({ rules }) => rules),
      rejection(operation),
    ],
    doubts: byStatus.flatMap(({ doubts }) => doubts),
  }
}

const statusOf = ({ status }: ToldAnswer): string | number => (/^\d+$/.test(status) ? Number(status) : '4xx')

export const codePlace = ({ shape }: ToldAnswer): Place | null => bestPlace(shape, isCode)

/** Codes that an answer may have: those that its description or its examples show, or else all that its field may hold. */
export function codesIn(answer: ToldAnswer): readonly string[] {
  const place = codePlace(answer)
  if (place === null) return []
  const find = nodeAt(place.path)
  const shown = answer.samples.map(find).filter((code) => typeof code === 'string')
  const allowed = place.shape.words.filter((word) => isNamedIn(answer.description, word))
  const named = [...answer.description.matchAll(/`([\w.-]+)`|\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  )
  const narrow = [...new Set([...allowed, ...shown])]
  const codes = narrow.length > 0 ? narrow : place.shape.words.length > 0 ? place.shape.words : named
  return codes.filter(isPlainText)
}

/** Whether a text has a word in it that is no part of another. */
function isNamedIn(text: string, word: string): boolean {
  const around = word === '' ? [] : text.split(word)
  return around.some((after, index) => index > 0 && !/^\w/.test(after) && !/\w$/.test(around[index - 1] ?? ''))
}

interface Coded {
  readonly answer: ToldAnswer
  readonly place: Place
  readonly codes: readonly string[]
  readonly is: Refusal
}

interface CodeRule {
  readonly status: string | number
  readonly path: string
  readonly codes: readonly string[]
  readonly is: Refusal
}

function codeRule({ answer, place, codes, is }: Coded): readonly CodeRule[] {
  const own = codes.filter((code) => meaningOfCode(code) === is)
  return own.length === 0 ? [] : [{ status: statusOf(answer), path: place.path, codes: own, is }]
}

/** Rules that differ by nothing but their status are one. */
function merged(rules: readonly CodeRule[]): readonly AnswerRule<BookMeaning>[] {
  const groups = new Map<string, CodeRule[]>()
  for (const rule of rules) {
    const key = JSON.stringify([rule.path, rule.codes, rule.is])
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const statuses = group.map(({ status }) => status)
    const [only] = first.codes
    return [
      {
        status: statuses.length === 1 ? first.status : statuses,
        json: { [first.path]: first.codes.length === 1 && only !== undefined ? only : [...first.codes] },
        is: first.is,
      },
    ]
  })
}

function byWords(answer: ToldAnswer, codes: readonly string[], name: string): Refusals {
  const status = statusOf(answer)
  const meanings = meaningsOfText(
    [answer.description, ...answer.samples.map((sample) => JSON.stringify(sample))].join('\n'),
  )
  const isSoldOut = meanings.has('soldOut')
  if (status === 412) return { rules: [{ rule: { status, is: 'conflict' } }], doubts: [] }
  if (status === 409 && isSoldOut && meanings.has('conflict')) {
    return {
      rules: [
        {
          rule: { status, body: soldOutPattern, is: 'soldOut' },
          note: '? 409 is told for both; this tells them by words',
        },
        { rule: { status, is: 'conflict' } },
      ],
      doubts: [`409 of ${name} stands for sold out and for a conflict; they are told apart by words in the body.`],
    }
  }
  if (status === 409 && !isSoldOut) {
    if (meanings.has('conflict')) return { rules: [{ rule: { status, is: 'conflict' } }], doubts: [] }
    const known = codes.length === 0 ? '' : ` (${codes.slice(0, 5).join(', ')})`
    return {
      rules: [{ rule: { status, is: 'conflict' }, note: '? or soldOut, or rejected' }],
      doubts: [`409 of ${name}${known} was taken for a conflict; it may as well mean sold out.`],
    }
  }
  if (!isSoldOut) return { rules: [], doubts: [] }
  if (status === 409 || status === 410) return { rules: [{ rule: { status, is: 'soldOut' } }], doubts: [] }
  return {
    rules: [
      { rule: { status, body: soldOutPattern, is: 'soldOut' }, note: '? what the body says when nothing is left' },
    ],
    doubts: [`${status} of ${name} can mean sold out, which is told by words in the body.`],
  }
}

/** What is refused for any other reason. */
function rejection({ answers }: Operation): Told<BookMeaning> {
  const places = answers.filter(({ status }) => /^4|^default$/.test(status)).map(codePlace)
  const place = places.find((one) => one !== null)
  return {
    rule: { status: '4xx', is: 'rejected', ...(place === undefined || place === null ? {} : { code: place.path }) },
  }
}
