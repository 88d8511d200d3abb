import type { Note } from '../../operator/commented-yaml.ts'
import type { Pages, Scalar } from '../contract/definition.ts'
import type { Operation, Parameter } from './operation.ts'
import { bestPlace, type Likeness } from './place.ts'
import type { Shape } from './shape.ts'
import { phraseOf } from './words.ts'

export interface Paging {
  readonly pages: Pages | null
  readonly query: Readonly<Record<string, Scalar>>
  readonly notes: readonly Note[]
  readonly doubts: readonly string[]
}

const limitNames = /^(?:limit|per page|page size|page limit|size|take|max result|count|max item|first)$/
const pageNames = /^(?:page|page number|page no|page index)$/
const offsetNames = /^(?:offset|skip|start|start index|from)$/
const cursorNames =
  /^(?:cursor|after|page token|next token|starting after|continuation(?: token)?|since|next cursor|next)$/

/** How the pages of a list are asked for, one after the other. */
export function pagingOf({ parameters, name }: Operation, shape: Shape | null): Paging {
  const inQuery = parameters.filter((one) => one.in === 'query')
  const find = (names: RegExp): Parameter | undefined => inQuery.find((one) => names.test(phraseOf(one.name)))
  const limit = find(limitNames)
  const most = limit === undefined ? null : (limit.shape.maximum ?? numberOf(limit.shape.sample) ?? 100)
  const sized =
    limit === undefined || most === null ? {} : { [limit.name]: Math.min(Math.max(1, Math.floor(most)), 5000) }
  const cursor = find(cursorNames)
  const next = cursor === undefined ? null : nextPlace(shape, cursor)
  if (cursor !== undefined && next !== null) {
    return {
      pages: { first: firstOf(cursor), next },
      query: { [cursor.name]: '{{page}}', ...sized },
      notes: [],
      doubts: [],
    }
  }
  const page = find(pageNames)
  if (page !== undefined) {
    return {
      pages: { first: numberOf(page.shape.sample) ?? page.shape.minimum ?? 1 },
      query: { [page.name]: '{{page}}', ...sized },
      notes: [],
      doubts: [],
    }
  }
  const offset = find(offsetNames)
  if (offset !== undefined) {
    const step = Object.values(sized)[0] ?? numberOf(limit?.shape.sample) ?? 20
    return {
      pages: { first: 0, step },
      query: { [offset.name]: '{{page}}', ...sized },
      notes: limit === undefined ? [{ path: ['pages'], where: 'beside', text: '? step: how many a page holds' }] : [],
      doubts:
        limit === undefined
          ? [`How many rows a page of ${name} holds is not documented, and was taken to be ${step}.`]
          : [],
    }
  }
  if (cursor === undefined)
    return { pages: null, query: sized, notes: [], doubts: limit === undefined ? [] : [onlyFirst(name)] }
  return {
    pages: null,
    query: sized,
    notes: [{ path: ['request'], where: 'beside', text: '? pages: where it says how the next one is asked for' }],
    doubts: [`How ${name} says where the next page begins was not found, so only the first one is read.`],
  }
}

const onlyFirst = (name: string): string => `${name} takes no page, so only as many rows are read as one answer holds.`

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

function firstOf({ shape }: Parameter): string | number {
  const isNumber = shape.types.has('integer') || shape.types.has('number')
  return isNumber ? (numberOf(shape.sample) ?? shape.minimum ?? 0) : ''
}

function nextPlace(shape: Shape | null, { name }: Parameter): string | null {
  const own = phraseOf(name)
  const likeness: Likeness = (place) => {
    if (
      place.isInList ||
      place.shape.types.has('object') ||
      place.shape.types.has('array') ||
      place.shape.types.has('boolean')
    )
      return 0
    if (place.phrase === `next ${own}` || place.phrase === 'next cursor' || place.phrase === 'next page token')
      return 10
    if (/^(?:next|next token|next page|end cursor|continuation token|last key)$/.test(place.phrase)) return 8
    return place.phrase === own ? 5 : 0
  }
  return bestPlace(shape, likeness)?.path ?? null
}
