import { expect, test } from 'vitest'
import { resultJsonSchema } from '../../src/report/schema.ts'

test('the published schema is closed and names itself', () => {
  expect(resultJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:bookload:result:v1',
    type: 'object',
    additionalProperties: false,
    properties: { schema: { const: 'bookload.result/v1' }, rounds: { type: 'array' } },
  })
})
