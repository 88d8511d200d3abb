import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../../src/operator/errors.ts'
import { proposeContract } from '../../../src/target/openapi/propose-contract.ts'
import { proposeChecked, readProposal } from './checked-proposal.ts'

/** Words that the guesses are made by, and texts that nobody should take over as they are. */
const word = fc.constantFrom(
  ...'event show product room booking order reservation ticket cart item hold checkout seat user customer account'.split(
    ' ',
  ),
  ...'id sku reference number quantity seats capacity available remaining stock sold version status state kind type'.split(
    ' ',
  ),
  ...'email password token name key cursor page offset limit next data entries cancel confirm login register me'.split(
    ' ',
  ),
)
const nasty = fc.constantFrom(
  '${HOME}',
  '{{user.id}}',
  '{{nobody}}',
  "it's",
  'a b',
  '# ?',
  'x: y',
  '- a',
  '"',
  '\\',
  '\n',
  '\u2028',
  '\ud800',
  '',
  '~1',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  '1e3',
  '*',
  '&a',
  '$',
  '[*]',
  '..',
  '%',
  'größe',
  '🎟',
  'a/b',
)
const name = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 3, arbitrary: fc.tuple(word, word).map(([a, b]) => `${a}_${b}`) },
  { weight: 2, arbitrary: fc.tuple(word, word).map(([a, b]) => `${a}${b.charAt(0).toUpperCase()}${b.slice(1)}`) },
  { weight: 2, arbitrary: nasty },
  { weight: 2, arbitrary: fc.tuple(word, nasty).map(([a, b]) => a + b) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
)
const text = fc.oneof(
  { weight: 3, arbitrary: fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')) },
  { weight: 1, arbitrary: nasty },
)
const statusWord = fc.oneof(
  fc.constantFrom(
    'paid',
    'cancelled',
    'refunded',
    'pending',
    'waitlisted',
    'SOLD_OUT',
    'VERSION_CONFLICT',
    'promoted',
    'failed',
  ),
  nasty,
)
const sample = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: nasty },
)
const reference = fc.oneof(
  fc.constantFrom('A', 'B', 'C').map((one) => ({ $ref: `#/components/schemas/${one}` })),
  fc.constantFrom({ $ref: '#/nowhere' }, { $ref: 'other.yaml' }, { $ref: '#/paths' }, { $ref: '%' }, { $ref: 7 }),
)

const { schema } = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'schema' },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constantFrom('string', 'integer', 'number', 'boolean'),
        example: sample,
        default: sample,
        minimum: fc.constantFrom(undefined, 0, 3),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ enum: fc.array(fc.oneof(statusWord, fc.jsonValue({ maxDepth: 1 })), { maxLength: 5 }) }),
    },
    { weight: 1, arbitrary: reference },
    { weight: 4, arbitrary: tie('object') },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('array'), items: tie('schema') }) },
    { weight: 1, arbitrary: fc.record({ allOf: fc.array(tie('schema'), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ oneOf: fc.array(tie('schema'), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  ),
  object: fc
    .record({ properties: fc.dictionary(name, tie('schema'), { maxKeys: 6 }), needsAll: fc.boolean() })
    .map(({ properties, needsAll }) => ({
      type: 'object',
      properties,
      required: needsAll ? Object.keys(properties) : Object.keys(properties).slice(0, 1),
    })),
}))

const json = fc.record({ 'application/json': fc.record({ schema, example: sample }) })
const parameter = fc.record({
  name,
  in: fc.constantFrom('path', 'query', 'header', 'cookie'),
  required: fc.boolean(),
  schema,
  example: sample,
})
const answers = fc.dictionary(
  fc.constantFrom('200', '201', '202', '204', '400', '409', '410', '412', '422', '4XX', '2XX', 'default', 'x'),
  fc.record(
    {
      description: fc.oneof(text, fc.constantFrom('sold out', 'version conflict', '`SOLD_OUT`')),
      content: json,
      headers: fc.dictionary(fc.constantFrom('Location', 'ETag', 'Set-Cookie'), fc.constant({})),
    },
    { requiredKeys: ['description'] },
  ),
  { maxKeys: 5 },
)
const operation = fc.record(
  {
    operationId: text,
    summary: text,
    tags: fc.array(text, { maxLength: 2 }),
    parameters: fc.array(fc.oneof({ weight: 4, arbitrary: parameter }, { weight: 1, arbitrary: reference }), {
      maxLength: 4,
    }),
    requestBody: fc.oneof({ weight: 4, arbitrary: fc.record({ content: json }) }, { weight: 1, arbitrary: reference }),
    responses: answers,
    security: fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constant([]), { maxKeys: 2 }), {
      maxLength: 2,
    }),
    deprecated: fc.boolean(),
  },
  { requiredKeys: ['responses'] },
)
const segment = fc.oneof(
  { weight: 4, arbitrary: word.map((one) => `${one}s`) },
  { weight: 3, arbitrary: name.map((one) => `{${one}}`) },
  { weight: 1, arbitrary: name },
)
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`)
const method = fc.constantFrom('get', 'post', 'put', 'patch', 'delete', 'head', 'parameters', 'servers')
const item = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(method, operation, { minKeys: 1, maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
)
const scheme = fc.oneof(
  fc.record({ type: fc.constant('http'), scheme: fc.constantFrom('bearer', 'basic', 'digest') }),
  fc.record({
    type: fc.constant('apiKey'),
    in: fc.constantFrom('header', 'query', 'cookie'),
    name: fc.oneof(name, fc.constant('X-Key')),
  }),
  fc.constant({ type: 'oauth2', flows: { password: { tokenUrl: '/token' } } }),
)
const server = fc.record({
  url: fc.oneof(
    fc.constantFrom('http://localhost:1', 'https://{x}.example', '/v1', '//host', 'ftp://x', 'http://[', ''),
    nasty,
  ),
  variables: fc.constantFrom(undefined, { x: { default: 'eu' } }, { x: 7 }),
})
const anyDocument = fc.record(
  {
    openapi: fc.constantFrom('3.0.3', '3.1.0'),
    info: fc.record({ title: text, version: text }),
    servers: fc.array(server, { maxLength: 3 }),
    paths: fc.dictionary(path, item, { maxKeys: 6 }),
    components: fc.record({
      schemas: fc.record({ A: schema, B: schema, C: schema }),
      securitySchemes: fc.record({ a: scheme, b: scheme, c: scheme }),
    }),
    security: fc.constantFrom(undefined, [], [{ a: [] }]),
  },
  { requiredKeys: ['openapi', 'paths'] },
)

/** A booking that is there for certain, so that there is something to propose. */
const withBooking = fc
  .tuple(
    anyDocument,
    operation,
    fc.constantFrom('/bookings', '/events/{eventId}/orders', '/carts/{cartId}/checkout', '/rooms/{id}/reservations'),
  )
  .map(([document, booking, at]) => ({
    ...document,
    paths: { ...document.paths, [at]: { ...Object(document.paths)[at], post: booking } },
  }))

const anything = fc.oneof(
  { weight: 2, arbitrary: anyDocument },
  { weight: 7, arbitrary: withBooking },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
)

const schemaPath = './contract.v1.json'

test('whatever the document, there is a contract that passes its checks, or one sentence', () => {
  fc.assert(
    fc.property(anything, (document) => {
      try {
        proposeContract(document, { schema: schemaPath })
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError)
        expect(String(error)).not.toMatch(/\n/)
        return
      }
      const { contract, doubts, yaml } = proposeChecked(document)
      expect(contract.book).toBeDefined()
      // A variable that only the document names would be filled in from whoever runs this.
      expect(JSON.stringify(contract)).not.toMatch(/the-home(?!_)/)
      expect(yaml.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schemaPath}`)
      for (const doubt of doubts) expect(doubt).toMatch(/^[^\n]{5,}[.?]$/u)
    }),
    { numRuns: 300 },
  )
})

test('the same document leads to the same proposal, and is left as it was', () => {
  fc.assert(
    fc.property(withBooking, (document) => {
      const copy = structuredClone(document)
      const propose = (from: unknown) => {
        try {
          return proposeContract(from, { schema: schemaPath })
        } catch (error) {
          return String(error)
        }
      }
      expect(propose(document)).toEqual(propose(copy))
      expect(document).toEqual(copy)
    }),
    { numRuns: 100 },
  )
})

test('what is shown as an example passes the checks, too, once its hashes are gone', () => {
  const { yaml } = proposeChecked({ openapi: '3.1.0', paths: { '/bookings': { post: {} } } })
  const whole = yaml.replaceAll(/^# (?=(?:cancel|ledger):$| {2})/gm, '')
  const contract = readProposal(whole).definition
  expect(contract.cancel).toBeDefined()
  expect(contract.ledger).toBeDefined()
})
