import type { Note } from '../../operator/commented-yaml.ts'
import type { Path } from '../../operator/complaint.ts'
import type { Scalar } from '../contract/definition.ts'
import { isName, memberOf, oneLine } from './anything.ts'
import { templateFor, templatesIn, type Known } from './known.ts'
import { asScalar, literalFor } from './literal.ts'
import type { Operation, Parameter } from './operation.ts'
import type { Field, Shape } from './shape.ts'
import { phraseOf } from './words.ts'

/** The part of a step that says what is sent. */
interface FilledRequest {
  readonly request: string
  readonly query?: Readonly<Record<string, Scalar>>
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, Scalar>>
}

export interface Filled {
  readonly step: FilledRequest
  readonly notes: readonly Note[]
  /** Names of what it asks for and nobody knows. */
  readonly madeUp: readonly string[]
}

interface Value {
  readonly value: unknown
  readonly notes: readonly Note[]
  readonly madeUp: readonly string[]
}

/** Works out a request of an operation: what is known is filled in, and what else it needs is made up. */
export function fillRequest(operation: Operation, known: Known): Filled {
  const path = fillPath(operation, known)
  const query = fillParameters(operation, 'query', known)
  const headers = fillParameters(operation, 'header', known)
  const body = fillBody(operation, known)
  return {
    step: {
      request: `${operation.method} ${path.text}`,
      ...(isEmpty(query.values) ? {} : { query: query.values }),
      ...(isEmpty(headers.values) ? {} : { headers: texts(headers.values) }),
      ...body.part,
    },
    notes: [...path.notes, ...query.notes, ...headers.notes, ...body.notes],
    madeUp: [...path.madeUp, ...query.madeUp, ...headers.madeUp, ...body.madeUp],
  }
}

const isEmpty = (values: object): boolean => Object.keys(values).length === 0

const texts = (values: Readonly<Record<string, Scalar>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

function fillPath(operation: Operation, known: Known) {
  const notes: Note[] = []
  const madeUp: string[] = []
  const pieces = operation.pieces.map((piece) => {
    if (piece.kind === 'text') return pathText(piece.text)
    const told = operation.parameters.find((one) => one.in === 'path' && one.name === piece.name)
    const asked = {
      name: piece.name,
      phrase: phraseOf(piece.name),
      around: piece.collection,
      shape: told?.shape ?? nothingSaid,
    }
    const template = templateFor(asked, known)
    if (template !== null) return template
    const literal = literalFor(asked.name, asked.shape, undefined)
    notes.push({ path: ['request'], where: 'beside', text: `? ${oneLine(piece.name, 40)}: ${literal.why}` })
    madeUp.push(oneLine(piece.name, 40))
    return encodeURIComponent(String(asScalar(literal.value)))
  })
  return { text: pieces.join(''), notes, madeUp }
}

/** Whatever would end a path, or would be taken for a name to fill in, is escaped. */
const pathText = (text: string): string => text.replaceAll(/[\s{}#]|[^ -~]/gu, encodeURIComponent)

const nothingSaid: Shape = {
  types: new Set(),
  format: '',
  description: '',
  words: [],
  sample: undefined,
  isDefault: false,
  minimum: null,
  maximum: null,
  minLength: 0,
  fields: () => [],
  items: () => null,
}

/** Headers that are seen to by whoever sends, or that are a matter of credentials. */
const ownHeaders =
  /^(?:accept.*|content-type|content-length|authorization|cookie|host|user-agent|x-(?:request|correlation|trace)-id)$/i

function fillParameters({ parameters, schemes }: Operation, place: 'query' | 'header', known: Known) {
  const values: Record<string, Scalar> = {}
  const notes: Note[] = []
  const madeUp: string[] = []
  const field = place === 'query' ? 'query' : 'headers'
  for (const parameter of parameters.filter((one) => one.in === place)) {
    const { name, isRequired, shape } = parameter
    const isOwn = place === 'header' && ownHeaders.test(name)
    if (isOwn || !isSendable(parameter) || schemes.some((scheme) => scheme.name.toLowerCase() === name.toLowerCase()))
      continue
    const template = templateFor({ name, phrase: phraseOf(name), around: '', shape }, known)
    if (template !== null && (isRequired || isWorthIt(template))) values[name] = template
    else if (isRequired) {
      const { value, why, isMadeUp } = literalFor(name, shape, undefined)
      values[name] = asScalar(value)
      notes.push({ path: [field, name], where: 'beside', text: `? ${why}` })
      if (isMadeUp) madeUp.push(oneLine(name, 40))
    }
  }
  return { values, notes, madeUp }
}

const isSendable = ({ name, in: place }: Parameter): boolean =>
  place === 'header' ? /^[!#$%&'*+.^_`|~\w-]+$/.test(name) : isName(name)

/** Whether something that need not be sent is sent all the same, since a race is about it. */
const isWorthIt = (value: unknown): boolean =>
  templatesIn(value).some((name) => /^(?:seats|key|reference|event\..*)$/.test(name))

interface FilledBody extends Omit<Filled, 'step'> {
  readonly part: Pick<FilledRequest, 'json' | 'form'>
}

function fillBody(operation: Operation, known: Known): FilledBody {
  const none = { part: {}, notes: [], madeUp: [] }
  if (operation.body === null || operation.method === 'GET') return none
  const { kind, sample } = operation.body
  const { value, notes, madeUp } = fillShape(operation.body.shape, {
    known,
    sample,
    name: 'body',
    around: '',
    path: [kind],
    depth: 0,
  })
  if (kind === 'json') return { part: { json: value }, notes, madeUp }
  const fields = Object.entries<Scalar | object>(Object(value)).filter(isScalar)
  return { part: { form: Object.fromEntries(fields) }, notes: notes.filter(({ path }) => path.length <= 2), madeUp }
}

const isScalar = (field: [string, Scalar | object]): field is [string, Scalar] =>
  typeof field[1] !== 'object' || field[1] === null

interface Setting {
  readonly known: Known
  /** A value that the document shows for the whole. */
  readonly sample: unknown
  /** Of the field that it stands in, as it is, and in words. */
  readonly name: string
  readonly around: string
  readonly path: Path
  readonly depth: number
}

const depthMax = 5

function fillShape(shape: Shape, setting: Setting): Value {
  const { known, sample, around, path, depth } = setting
  if (depth > depthMax) return { value: null, notes: [], madeUp: [] }
  const items = shape.types.has('array') ? shape.items() : null
  if (items !== null) {
    const [first] = Array.isArray(sample) ? sample : []
    const filled = fillField(
      { name: setting.name, isRequired: true, shape: items },
      { ...setting, sample: first, path: [...path, 0], depth: depth + 1 },
    )
    return { ...filled, value: [filled.value] }
  }
  const fields = shape.fields().filter(({ name }) => isName(name))
  const values = fields.flatMap((field): readonly (Value & { readonly name: string })[] => {
    const { name } = field
    const filled = fillField(field, {
      known,
      sample: memberOf(sample, name),
      name,
      around,
      path: [...path, name],
      depth: depth + 1,
    })
    if (!field.isRequired && !isWorthIt(filled.value)) return []
    return [{ ...filled, name }]
  })
  return {
    value: Object.fromEntries(values.map(({ name, value }) => [name, value])),
    notes: values.flatMap(({ notes }) => notes),
    madeUp: values.flatMap(({ madeUp }) => madeUp),
  }
}

function fillField({ name, shape }: Field, setting: Setting): Value {
  const phrase = phraseOf(name)
  const { known, sample, path, around } = setting
  const isWhole = shape.types.has('object') || (shape.types.has('array') && shape.items() !== null)
  if (!isWhole) {
    const template = templateFor({ name, phrase, around, shape }, known)
    if (template !== null) return { value: template, notes: [], madeUp: [] }
  }
  if (isWhole && (shape.fields().length > 0 || shape.types.has('array'))) {
    return fillShape(shape, { ...setting, name, around: phrase })
  }
  const { value, why, isMadeUp } = literalFor(name, shape, sample)
  return { value, notes: [{ path, where: 'beside', text: `? ${why}` }], madeUp: isMadeUp ? [oneLine(name, 40)] : [] }
}
