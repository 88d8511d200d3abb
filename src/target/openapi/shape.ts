import { isList, isMapping, listIn, mappingIn, memberOf, numberIn, textIn, type Mapping } from './anything.ts'
import type { References } from './references.ts'

/** What a schema says of a value, as far as a proposal has use for it. What it refers to is read when it is asked for. */
export interface Shape {
  /** Such as `integer`; none where nothing is said. */
  readonly types: ReadonlySet<string>
  readonly format: string
  readonly description: string
  /** Texts that it may be, where they are listed. */
  readonly words: readonly string[]
  /** A value that the document itself shows, or undefined. */
  readonly sample: unknown
  readonly isDefault: boolean
  readonly minimum: number | null
  readonly maximum: number | null
  readonly minLength: number
  readonly fields: () => readonly Field[]
  /** Of the items of a list. */
  readonly items: () => Shape | null
}

export interface Field {
  readonly name: string
  readonly isRequired: boolean
  readonly shape: Shape
}

/** A part of a schema, once `$ref`, `allOf`, `oneOf` and `anyOf` are laid open. */
interface Part {
  readonly schema: Mapping
  /** False of all but the first choice of several. */
  readonly isCertain: boolean
  readonly trail: readonly string[]
}

const depthMax = 16
const partsMax = 100

type Given = Omit<Part, 'schema'> & { readonly schema: unknown }

/** What a part says of a field, or of items. */
interface Said {
  readonly value: unknown
  readonly part: Part
}

type Child = (said: readonly Said[]) => Shape

/**
 * @param trail references that led here: what leads back to one of them is left open
 */
export function shapeOf(schema: unknown, references: References, trail: readonly string[] = []): Shape {
  const parts = partsOf({ schema, isCertain: true, trail }, references)
  const first = <Value>(read: (schema: Mapping) => Value | undefined | null | '') => {
    for (const part of parts) {
      const found = read(part.schema)
      if (found !== undefined && found !== null && found !== '') return found
    }
    return undefined
  }
  const schemas = parts.map((part) => part.schema)
  const standard = first((one) => memberOf(one, 'default'))
  // What several parts say of one field holds together, the most special last.
  const child: Child = (said) => {
    const by = [...new Set(said.flatMap(({ part }) => part.trail))]
    const [only] = said
    return shapeOf(said.length === 1 ? only?.value : { allOf: said.map(({ value }) => value) }, references, by)
  }
  return {
    types: new Set(schemas.flatMap(typesOf)),
    format: first((one) => textIn(one, 'format')) ?? '',
    description: first((one) => textIn(one, 'description')) ?? '',
    words: [...new Set(schemas.flatMap(wordsIn))],
    sample: standard ?? first(sampleOf),
    isDefault: standard !== undefined,
    minimum: first((one) => numberIn(one, 'minimum')) ?? null,
    maximum: first((one) => numberIn(one, 'maximum')) ?? null,
    minLength: first((one) => numberIn(one, 'minLength')) ?? 0,
    fields: () => fieldsOf(parts, child),
    items: () => {
      const said = parts.flatMap((part) =>
        isMapping(part.schema['items']) ? [{ value: part.schema['items'], part }] : [],
      )
      return said.length === 0 ? null : child(said)
    },
  }
}

/** The shape that one value shows, where no schema says more. */
export function shapeOfSample(sample: unknown, references: References): Shape {
  return shapeOf(schemaOfSample(sample), references)
}

/** Lays a schema open. It is bounded, since a few schemas that hold each other can be laid open in millions of ways. */
function partsOf(given: Given, references: References, found: Part[] = [], depth = 0): readonly Part[] {
  const { value, by } = references.follow(given.schema)
  const isCircle = by.some((one) => given.trail.includes(one))
  if (!isMapping(value) || isCircle || depth > depthMax || found.length >= partsMax) return found
  const trail = [...given.trail, ...by]
  const { isCertain } = given
  found.push({ schema: value, isCertain, trail })
  const choices = [...listIn(value, 'oneOf'), ...listIn(value, 'anyOf')].filter(
    (one) => memberOf(one, 'type') !== 'null',
  )
  for (const schema of listIn(value, 'allOf')) partsOf({ schema, isCertain, trail }, references, found, depth + 1)
  for (const [index, schema] of choices.entries()) {
    partsOf({ schema, isCertain: isCertain && index === 0, trail }, references, found, depth + 1)
  }
  return found
}

function fieldsOf(parts: readonly Part[], child: Child): readonly Field[] {
  const required = new Set(
    parts.filter(({ isCertain }) => isCertain).flatMap(({ schema }) => listIn(schema, 'required')),
  )
  const told = new Map<string, Said[]>()
  for (const part of parts) {
    for (const [name, value] of Object.entries(mappingIn(part.schema, 'properties'))) {
      told.set(name, [...(told.get(name) ?? []), { value, part }])
    }
  }
  return [...told].map(([name, said]) => {
    // Read when asked for: a schema may hold itself in a hundred places.
    let shape: Shape | null = null
    return {
      name,
      isRequired: required.has(name),
      get shape() {
        return (shape ??= child(said))
      },
    }
  })
}

const knownTypes = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean'])

function typesOf(schema: Mapping): readonly string[] {
  const type = memberOf(schema, 'type')
  const told = (isList(type) ? type : [type]).filter((one) => typeof one === 'string')
  const implied = [
    ...(isMapping(schema['properties']) ? ['object'] : []),
    ...(isMapping(schema['items']) ? ['array'] : []),
    ...(typeof schema['const'] === 'string' ? ['string'] : []),
  ]
  return [...told, ...implied].filter((one) => knownTypes.has(one))
}

function wordsIn(schema: Mapping): readonly string[] {
  return [...listIn(schema, 'enum'), memberOf(schema, 'const')].filter((word) => typeof word === 'string')
}

function sampleOf(schema: Mapping): unknown {
  const [allowed] = listIn(schema, 'enum')
  return memberOf(schema, 'const') ?? memberOf(schema, 'example') ?? listIn(schema, 'examples')[0] ?? allowed
}

function schemaOfSample(sample: unknown, depth = 0): Mapping {
  if (depth > depthMax) return {}
  if (isList(sample)) return { type: 'array', items: schemaOfSample(sample[0], depth + 1) }
  if (isMapping(sample)) {
    const properties = Object.entries(sample).map(([name, value]) => [name, schemaOfSample(value, depth + 1)])
    return { type: 'object', properties: Object.fromEntries(properties), required: Object.keys(sample) }
  }
  if (typeof sample === 'number') return { type: Number.isInteger(sample) ? 'integer' : 'number', example: sample }
  return sample === undefined || sample === null ? {} : { type: typeof sample, example: sample }
}
