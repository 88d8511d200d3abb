import { expect, test } from 'vitest'
import { z } from 'zod'
import { startApi } from '../support/start-server.ts'

const schema = z.looseObject({})
const content = z.record(z.string(), z.strictObject({ schema }))
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema }))
    .optional(),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.looseObject({ description: z.string().min(1), content: content.optional() }),
  ),
})
const document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('http'), scheme: z.literal('bearer') })),
    schemas: z.record(z.string(), schema),
  }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
})

async function readDocument() {
  const api = await startApi()
  const { body } = await api.send('GET', '/openapi.json')
  const { paths, components } = document.parse(body)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      Object.assign({ call: `${method} ${path.replace('/api/v1', '')}` }, described),
    ),
  )
  return { api, body, components, operations }
}

const access = {
  'post /auth/register': 'public',
  'post /auth/login': 'public',
  'post /users:batch': 'admin',
  'post /bookings': 'user',
  'get /bookings/{reference}': 'user',
  'delete /bookings/{reference}': 'user',
  'post /events': 'admin',
  'get /events/{id}': 'public',
  'get /events/{id}/ledger': 'admin',
  'get /health': 'public',
  'get /metrics': 'public',
  'get /openapi.json': 'public',
}

test('the document is OpenAPI 3.1 and holds every route, with who may call it', async () => {
  const { operations } = await readDocument()
  const found = operations.map(({ call, security }) => [call, Object.keys(security?.[0] ?? { public: [] })[0]])
  expect(Object.fromEntries(found)).toEqual(access)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
})

test('every scheme and every schema that is referred to is there', async () => {
  const { body, components, operations } = await readDocument()
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target)
  expect(new Set(references)).toEqual(
    new Set(Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`)),
  )
  const schemes = operations.flatMap(({ security = [] }) => security.flatMap((scheme) => Object.keys(scheme)))
  expect(new Set(schemes)).toEqual(new Set(Object.keys(components.securitySchemes)))
})

test('every path parameter of a path is described', async () => {
  const { operations } = await readDocument()
  for (const { call, parameters = [] } of operations) {
    const named = [...call.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(named)
  }
})

test('every refusal is a problem document, and nothing else is', async () => {
  const { operations } = await readDocument()
  for (const { responses } of operations) {
    for (const [status, { content: described = {} }] of Object.entries(responses)) {
      const isRefusal = Number(status) >= 400
      expect('application/problem+json' in described).toBe(isRefusal)
    }
  }
})

test('a booking may be answered in every way that the tests of this folder have seen', async () => {
  const { operations } = await readDocument()
  const booking = operations.find(({ operationId }) => operationId === 'book')
  expect(Object.keys(booking?.responses ?? {})).toEqual([
    '201',
    '202',
    '400',
    '401',
    '404',
    '409',
    '412',
    '413',
    '415',
    '422',
    '429',
    '500',
  ])
  expect(booking?.responses['409']?.description).toMatch(/VERSION_CONFLICT.*SOLD_OUT.*KEY_IN_FLIGHT/)
  expect(booking?.parameters?.map(({ name }) => name)).toEqual(['idempotency-key', 'if-match'])
})

test('the document is the same at every reading', async () => {
  const { api, body } = await readDocument()
  expect((await api.send('GET', '/openapi.json')).body).toEqual(body)
})
