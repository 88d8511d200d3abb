import { z } from 'zod'
import { resultSchema } from './result.ts'

/** The published description of a result, as JSON Schema (draft 2020-12). */
export function resultJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(resultSchema)
  return { $schema, $id: 'urn:bookload:result:v1', title: 'The result of a bookload run', ...schema }
}
