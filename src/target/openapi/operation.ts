import { isMapping, listIn, mappingIn, memberOf, oneLine, textIn, type Mapping } from './anything.ts'
import type { References } from './references.ts'
import { schemeReader, type Scheme } from './scheme.ts'
import { shapeOf, shapeOfSample, type Shape } from './shape.ts'
import { phraseOf, wordsOf } from './words.ts'

/** A piece of a path: a text, or a parameter with what is said before it. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly collection: string }

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly isRequired: boolean
  readonly shape: Shape
}

interface Body {
  readonly kind: 'json' | 'form'
  readonly shape: Shape
  /** A whole body that the document shows, or undefined. */
  readonly sample: unknown
}

/** What the document says of one of the answers. */
export interface ToldAnswer {
  /** Such as `201`, `4xx` or `default`. */
  readonly status: string
  readonly description: string
  readonly shape: Shape | null
  readonly samples: readonly unknown[]
  /** Names of headers, in lower case. */
  readonly headers: readonly string[]
}

/** One operation of an OpenAPI document. */
export interface Operation {
  readonly method: string
  readonly path: string
  /** As people call it, such as `POST /orders/{id}`. */
  readonly name: string
  readonly pieces: readonly Piece[]
  /** Phrases of the parts of its path that are no parameters. */
  readonly nouns: readonly string[]
  /** The words of its operationId. */
  readonly id: readonly string[]
  readonly summary: readonly string[]
  readonly tags: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly body: Body | null
  readonly answers: readonly ToldAnswer[]
  readonly schemes: readonly Scheme[]
  readonly isDeprecated: boolean
  /** Whether it is found at another address than the rest. */
  readonly isElsewhere: boolean
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Every operation of a document, in its order. */
export function readOperations(document: unknown, references: References): readonly Operation[] {
  const schemesFor = schemeReader(document, references)
  return Object.entries(mappingIn(document, 'paths')).flatMap(([path, told]) => {
    const item = references.follow(told).value
    return methods.flatMap((method) => {
      const operation = references.follow(memberOf(item, method)).value
      if (!isMapping(operation)) return []
      return [readOperation({ path, method, item, operation, schemes: schemesFor(operation) }, references)]
    })
  })
}

interface Told {
  readonly path: string
  readonly method: string
  readonly item: unknown
  readonly operation: Mapping
  readonly schemes: readonly Scheme[]
}

function readOperation({ path: told, method, item, operation, schemes }: Told, references: References): Operation {
  const path = oneLine(told.startsWith('/') ? told : `/${told}`, 1000)
  const pieces = piecesOf(path)
  return {
    method: method.toUpperCase(),
    path,
    name: `${method.toUpperCase()} ${oneLine(path)}`,
    pieces,
    nouns: pieces.flatMap((piece) => (piece.kind === 'text' ? nounsIn(piece.text) : [])),
    id: wordsOf(textIn(operation, 'operationId')),
    summary: wordsOf(textIn(operation, 'summary')),
    tags: listIn(operation, 'tags').flatMap((tag) => (typeof tag === 'string' ? wordsOf(tag) : [])),
    parameters: readParameters([...listIn(operation, 'parameters'), ...listIn(item, 'parameters')], references),
    body: readBody(memberOf(operation, 'requestBody'), references),
    answers: readAnswers(mappingIn(operation, 'responses'), references),
    schemes: schemes.length === 0 ? impliedSchemes(operation, references) : schemes,
    isDeprecated: memberOf(operation, 'deprecated') === true,
    isElsewhere: listIn(operation, 'servers').length > 0 || listIn(item, 'servers').length > 0,
  }
}

/** Google's custom verbs, such as `/orders:cancel`, are parts of their own. */
const nounsIn = (text: string): readonly string[] =>
  text
    .split(/[/:]/)
    .map(phraseOf)
    .filter((phrase) => phrase !== '')

function piecesOf(path: string): readonly Piece[] {
  let collection = ''
  return path.split(/(\{[^{}/]+\})/).flatMap((part): readonly Piece[] => {
    if (part === '') return []
    if (/^\{[^{}/]+\}$/.test(part)) return [{ kind: 'parameter', name: part.slice(1, -1), collection }]
    collection = nounsIn(part).at(-1) ?? collection
    return [{ kind: 'text', text: part }]
  })
}

function readParameters(told: readonly unknown[], references: References): readonly Parameter[] {
  const found = new Map<string, Parameter>()
  for (const one of told) {
    const { value } = references.follow(one)
    const [place, name] = [textIn(value, 'in'), textIn(value, 'name')]
    if ((place !== 'path' && place !== 'query' && place !== 'header') || name === '') continue
    const schema = memberOf(value, 'schema') ?? memberOf(Object.values(mappingIn(value, 'content'))[0], 'schema')
    const shape = shapeOf(schema, references)
    const sample = memberOf(value, 'example') ?? firstExample(value, references)
    const key = `${place} ${name}`
    if (found.has(key)) continue
    found.set(key, {
      name,
      in: place,
      isRequired: place === 'path' || memberOf(value, 'required') === true,
      shape: sample === undefined ? shape : { ...shape, sample, isDefault: false },
    })
  }
  return [...found.values()]
}

/** Some say in a parameter what a security scheme is for; OpenAPI itself has such parameters ignored. */
function impliedSchemes(operation: Mapping, references: References): readonly Scheme[] {
  const isTold = listIn(operation, 'parameters').some((one) => {
    const { value } = references.follow(one)
    return textIn(value, 'in') === 'header' && textIn(value, 'name').toLowerCase() === 'authorization'
  })
  return isTold
    ? [{ id: 'Authorization', kind: 'bearer', name: 'Authorization', told: 'the header Authorization', tokenUrl: '' }]
    : []
}

function readBody(told: unknown, references: References): Body | null {
  const content = mappingIn(references.follow(told).value, 'content')
  const json = Object.entries(content).find(([type]) => isJson(type))?.[1]
  const form = json === undefined ? content['application/x-www-form-urlencoded'] : undefined
  const media = json ?? form ?? content['*/*']
  if (media === undefined) return null
  const sample = samplesIn(media, references)[0]
  return {
    kind: form === undefined ? 'json' : 'form',
    shape: shapeIn(media, references) ?? shapeOf({}, references),
    sample,
  }
}

function readAnswers(told: Mapping, references: References): readonly ToldAnswer[] {
  return Object.entries(told).flatMap(([status, one]) => {
    const { value } = references.follow(one)
    if (!isMapping(value) || !/^(?:[1-5]\d\d|[1-5]xx|default)$/i.test(status)) return []
    const content = mappingIn(value, 'content')
    const media = Object.entries(content).find(([type]) => isJson(type))?.[1]
    return [
      {
        status: status.toLowerCase(),
        description: textIn(value, 'description'),
        shape: media === undefined ? null : shapeIn(media, references),
        samples: media === undefined ? [] : samplesIn(media, references),
        headers: Object.keys(mappingIn(value, 'headers')).map((name) => name.toLowerCase()),
      },
    ]
  })
}

const isJson = (type: string): boolean => /^[\w.+-]+\/(?:[\w.-]+\+)?json\b/i.test(type)

function shapeIn(media: unknown, references: References): Shape | null {
  const schema = memberOf(media, 'schema')
  const [sample] = samplesIn(media, references)
  if (schema === undefined) return sample === undefined ? null : shapeOfSample(sample, references)
  const shape = shapeOf(schema, references)
  const saysNothing = shape.types.size === 0 || (shape.types.has('object') && shape.fields().length === 0)
  return saysNothing && sample !== undefined ? shapeOfSample(sample, references) : shape
}

function samplesIn(media: unknown, references: References): readonly unknown[] {
  const named = Object.values(mappingIn(media, 'examples')).map((one) =>
    memberOf(references.follow(one).value, 'value'),
  )
  const inSchema = memberOf(references.follow(memberOf(media, 'schema')).value, 'example')
  return [memberOf(media, 'example'), ...named, inSchema].filter((sample) => sample !== undefined)
}

const firstExample = (value: unknown, references: References): unknown =>
  memberOf(references.follow(Object.values(mappingIn(value, 'examples'))[0]).value, 'value')

/** The answers that say it went well. */
export const goodAnswers = ({ answers }: Operation): readonly ToldAnswer[] =>
  answers.filter(({ status }) => status.startsWith('2'))

/** The shape of what it answers when all goes well, or null where that is not said. */
export function goodShape(operation: Operation): Shape | null {
  return goodAnswers(operation).find(({ shape }) => shape !== null)?.shape ?? null
}

export const lastNoun = ({ nouns }: Operation): string => nouns.at(-1) ?? ''

export const endsWithParameter = ({ pieces }: Operation): boolean => {
  const last = pieces.at(-1)
  return (
    last?.kind === 'parameter' || (last?.kind === 'text' && last.text === '/' && pieces.at(-2)?.kind === 'parameter')
  )
}

export const pathParameters = ({ pieces }: Operation) => pieces.filter((piece) => piece.kind === 'parameter')
