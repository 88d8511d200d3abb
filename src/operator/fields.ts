import { z } from 'zod'
import { durationPattern, parseDuration } from '../booking/duration.ts'

/*
 * The fields that files for people are made of. Every message says what is allowed; `complaint.ts` adds where it stands and
 * what was found there.
 */

export const wholeNumber = (least: number, most: number) => {
  const allowed = `a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
  return z.int(allowed).min(least, allowed).max(most, allowed)
}

export const duration = (mostMs: number, leastMs = 0) => {
  const least = leastMs > 0 ? `at least ${leastMs}ms and ` : ''
  const allowed = `a duration such as 250ms, 10s or 2m, ${least}at most ${mostMs / 1000}s`
  return z
    .string(allowed)
    .regex(durationPattern, allowed)
    .refine((text) => {
      const ms = parseDuration(text) ?? Infinity
      return leastMs <= ms && ms <= mostMs
    }, allowed)
}

export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  z.enum(names, `one of ${names.join(', ')}`)

/** A mapping that names its fields when it meets one it does not know. */
export const mapping = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const fields = `one of ${Object.keys(shape).join(', ')}`
  const error = ({ code }: { code?: string }) =>
    code === 'unrecognized_keys' ? fields : `a mapping of ${Object.keys(shape).join(', ')}`
  return z.strictObject(shape, { error })
}

export const slug = z
  .string('a name')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a name of lower-case letters, digits and single hyphens')
  .max(60, 'a name of at most 60 characters')

export const flag = z.boolean('true or false')
