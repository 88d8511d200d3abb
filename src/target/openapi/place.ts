import { isName } from './anything.ts'
import type { Field, Shape } from './shape.ts'
import { phraseOf } from './words.ts'

/** A field somewhere in a value. */
export interface Place {
  /** Its JSONPath (RFC 9535). */
  readonly path: string
  readonly name: string
  /** The words of its name: `seat left`. */
  readonly phrase: string
  /** The words of what it stands in; empty at the top. */
  readonly around: string
  readonly depth: number
  readonly isInList: boolean
  readonly shape: Shape
}

/** How much a place looks like what is looked for; 0 or less if it does not. */
export type Likeness = (place: Place) => number

const placesMax = 400
const depthMax = 4

/** What was found in a shape already: it is asked for again and again. */
const foundIn = new WeakMap<Shape, readonly Place[]>()

/** Every field in a value, the nearest first. Of a list, it is those of its first item. */
export function placesIn(shape: Shape | null): readonly Place[] {
  if (shape === null) return []
  const places = foundIn.get(shape) ?? findPlaces(shape)
  foundIn.set(shape, places)
  return places
}

function findPlaces(shape: Shape): readonly Place[] {
  const found: Place[] = []
  let level = membersOf(shape, { path: '$', phrase: '', depth: 0, isInList: false })
  while (level.length > 0 && found.length < placesMax) {
    found.push(...level)
    const room = placesMax - found.length
    level = level
      .filter(({ depth }) => depth < depthMax)
      .slice(0, room)
      .flatMap((place) => membersOf(place.shape, place))
  }
  return found.slice(0, placesMax)
}

/** The place that is most like what is looked for, or null where none is. */
export function bestPlace(shape: Shape | null, likeness: Likeness): Place | null {
  const ranked = placesIn(shape).map((place) => ({ place, score: scoreOf(place, likeness) }))
  const best = ranked.reduce<{ place: Place | null; score: number }>(
    (before, one) => (one.score > before.score ? one : before),
    { place: null, score: 0 },
  )
  return best.place
}

function scoreOf(place: Place, likeness: Likeness): number {
  const score = likeness(place)
  // What says the same nearer to the top says it of the whole.
  return score <= 0 ? 0 : Math.max(score - place.depth * 0.5 - (place.isInList ? 2 : 0), 0.1)
}

interface Origin {
  readonly path: string
  readonly phrase: string
  readonly depth: number
  readonly isInList: boolean
}

function membersOf(shape: Shape, { path, phrase, depth, isInList }: Origin): readonly Place[] {
  const items = shape.types.has('array') ? shape.items() : null
  const holder = items ?? shape
  const from = items === null ? path : `${path}[0]`
  return holder
    .fields()
    .filter(({ name }) => isName(name))
    .slice(0, 100)
    .map((field) => ({
      path: `${from}${segmentOf(field)}`,
      name: field.name,
      phrase: phraseOf(field.name),
      around: phrase,
      depth: depth + 1,
      isInList: isInList || items !== null,
      shape: field.shape,
    }))
}

const segmentOf = ({ name }: Pick<Field, 'name'>): string => (/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name}']`)

/** A list of things in an answer, and what one of them is like. */
export interface Rows {
  /** A JSONPath to all of them. */
  readonly path: string
  readonly name: string
  readonly phrase: string
  readonly row: Shape
}

/** Every list of things in an answer, the nearest to the top first. */
export function rowsIn(shape: Shape | null): readonly Rows[] {
  if (shape === null) return []
  const items = shape.types.has('array') ? shape.items() : null
  if (items !== null) return [{ path: '$[*]', name: '', phrase: '', row: items }]
  return placesIn(shape)
    .filter(({ isInList, depth }) => !isInList && depth <= 3)
    .flatMap(({ path, name, phrase, shape: list }) => {
      const row = list.types.has('array') ? list.items() : null
      return row === null || row.fields().length === 0 ? [] : [{ path: `${path}[*]`, name, phrase, row }]
    })
}
