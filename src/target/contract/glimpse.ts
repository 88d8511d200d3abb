import type { Fields, Glimpse } from '../booking-api.ts'
import type { LookFields } from './definition.ts'
import type { ReadAnswer } from './read-answer.ts'
import { readerOf } from './source.ts'
import { numberIn } from './step.ts'

/** What may be seen of an event, in the order in which it is looked for. */
export const glimpseFields = [
  'available',
  'sold',
  'capacity',
  'version',
] as const satisfies readonly (keyof LookFields)[]

/** Whether it says how many seats are left, or how many are gone. */
export const showsSeats = ({ available, sold }: LookFields): boolean => available !== undefined || sold !== undefined

/** Reads what is left of an event out of an answer; null where it is not there. */
export type GlimpseReader = (read: ReadAnswer, event: Fields) => Glimpse | null

/** @throws {SyntaxError} where a path or a pattern is none */
export function glimpseReader({ available, sold, capacity, version }: LookFields): GlimpseReader {
  const [findAvailable, findSold, findCapacity, findVersion] = [available, sold, capacity, version].map((source) =>
    source === undefined ? null : readerOf(source),
  )
  return (read, event) => {
    const told = findCapacity ? numberIn(findCapacity(read)) : null
    const gone = findSold ? numberIn(findSold(read)) : null
    const all = told ?? numberIn(event['capacity'])
    const left = findAvailable ? numberIn(findAvailable(read)) : gone === null || all === null ? null : all - gone
    if (left === null) return null
    const seen = findVersion ? numberIn(findVersion(read)) : null
    return { available: left, version: seen, ...(told === null ? {} : { capacity: told }) }
  }
}
