import { z } from 'zod'
import { duration, flag, mapping, oneOf, wholeNumber } from '../../operator/fields.ts'
import {
  bookMeanings,
  callers,
  cancelMeanings,
  jwtAlgorithms,
  rowKinds,
  type ContractDefinition,
} from './definition.ts'

/*
 * The one definition of a contract file: the checks and the published JSON Schema both come from here. A module is held
 * against the same, with a function wherever `orFunction` allows one.
 */

type Field = z.ZodType

/** @param mayBeModule whether functions may stand in place of data */
function contractSchema(mayBeModule: boolean) {
  const orFunction = (field: Field): Field =>
    mayBeModule ? z.union([z.custom((value) => typeof value === 'function', 'a function'), field]) : field

  const text = (allowed: string) => z.string(allowed).min(1, allowed)
  const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], 'a text, a number, true, false or null')
  const texts = (allowed: string) => z.record(z.string(), z.string(allowed), allowed)
  const scalars = z.record(z.string(), scalar, 'a mapping of names to values')
  const jsonPath = text('a JSONPath such as $.order.id')
  const regex = text('a regular expression')
  const match = regex.optional().describe('a regular expression; its first group, or all that it finds, is the value')

  const source = orFunction(
    z.union([
      jsonPath,
      mapping({ json: jsonPath, match }),
      mapping({ header: text('the name of a header'), match }),
      mapping({ body: regex.describe('finds the value in the body: its first group, or all that it finds') }),
      mapping({ cookie: text('the name of a cookie') }),
    ]),
  )
  const condition = z.union(
    [
      scalar,
      z.array(scalar, 'a list of values').min(1, 'a list of at least one value'),
      mapping({ exists: flag }),
      mapping({ matches: regex }),
    ],
    'a value, a list of values, exists: true or false, or matches: a regular expression',
  )
  const status = z.union(
    [
      wholeNumber(100, 599),
      z.string('a class of statuses such as 4xx').regex(/^[1-5]xx$/, 'a class of statuses such as 4xx'),
    ],
    'a status such as 201, or a class of them such as 4xx',
  )

  const rule = (meanings: readonly string[]) =>
    mapping({
      status: z
        .union([status, z.array(status, 'a list of statuses').min(1, 'a list of at least one status')])
        .optional(),
      json: z
        .record(jsonPath, condition, 'a mapping of JSONPaths to what is found there')
        .optional()
        .describe('by JSONPath, what has to be found there'),
      header: texts('a mapping of header names to regular expressions')
        .optional()
        .describe('by name, a regular expression that has to find something in the header'),
      body: regex.optional().describe('a regular expression that has to find something in the body'),
      is: oneOf(meanings).describe('what such an answer means'),
      reference: source.optional().describe('where the name of the booking stands'),
      seats: source.optional().describe('where it says how many seats were booked'),
      version: source.optional().describe('where the version of the event stands'),
      position: source.optional().describe('where the place in the queue stands, counted from 1'),
      code: source.optional().describe('where the reason of a refusal stands'),
    })
  const answers = (meanings: readonly string[]) =>
    orFunction(z.array(rule(meanings), 'a list of what answers mean; the first that fits counts'))
      .optional()
      .describe('what answers mean; the first that fits counts')

  const request = orFunction(
    z
      .string('a method and a path, such as POST /orders')
      // No space but within a name that is filled in.
      .regex(
        /^(GET|POST|PUT|PATCH|DELETE|HEAD) (?=\/|\{\{)(?:\{\{[^{}]*\}\}|[^\s{]|\{(?!\{))+$/,
        'a method and a path, such as POST /orders',
      ),
  ).describe('a method and a path, such as POST /orders/{{event.id}}')

  const stepFields = (meanings: readonly string[]) => ({
    name: text('a name').optional().describe('for people; the request where nothing is said'),
    request,
    query: scalars.optional().describe('joins the path'),
    headers: texts('a mapping of header names to texts').optional(),
    json: z.unknown().optional().describe('the body, as JSON'),
    form: scalars.optional().describe('the body, as an HTML form sends it'),
    graphql: mapping({ query: text('a GraphQL document'), variables: z.unknown().optional() })
      .optional()
      .describe('the body, as GraphQL over HTTP sends it'),
    body: z.string('a text').optional().describe('the body, as it is'),
    as: oneOf(callers).optional().describe('whose credentials it carries'),
    capture: z
      .record(z.string(), source, 'a mapping of names to places in the answer')
      .optional()
      .describe('what later requests may use, by name'),
    answers: answers(meanings),
  })
  const raced = flag.optional().describe('all users are brought up to this step before the gate opens; the last one')
  const holds = flag
    .optional()
    .describe('whether this step, before the last one, may put seats aside; true for all but GET and HEAD')
  const stepsOf = (step: z.ZodType) =>
    z.union(
      [z.array(step, 'a list of steps').min(1, 'a list of at least one step').max(20, 'at most 20 steps'), step],
      'a step, or a list of steps',
    )
  const plainStep = mapping(stepFields(['next', 'refused']))
  const plainSteps = stepsOf(plainStep)

  const credentials = {
    headers: texts('a mapping of header names to texts').optional().describe('sent with every call'),
    bearer: z.string('a token').optional().describe('sent as Authorization: Bearer'),
    basic: mapping({ username: z.string('a name'), password: z.string('a password') })
      .optional()
      .describe('sent as Authorization: Basic'),
  }
  const lookFields = {
    available: source.optional().describe('where it says how many seats are left'),
    sold: source.optional().describe('where it says how many seats are gone, if it says that instead'),
    capacity: source.optional().describe('where it says how many seats there are in all'),
    version: source.optional().describe('where the version of the event stands'),
  }
  const sql = mapping({
    url: text('postgres://..., mysql://... or sqlite:FILE').describe('postgres://, mysql:// or sqlite:FILE'),
    query: text('a SELECT statement').describe('one statement that reads; {{event.id}} in it is bound, not pasted'),
  })
  const kind = z
    .union([
      oneOf(rowKinds),
      mapping({
        from: jsonPath.describe('where the row says what it is'),
        words: z
          .record(z.string(), oneOf(rowKinds), `a mapping of words to one of ${rowKinds.join(', ')}`)
          .describe(`what each word means: ${rowKinds.join(', ')}`),
      }),
    ])
    .optional()
    .describe('what a row is; booked where nothing is said')
  const ledgerFields = {
    where: z
      .record(jsonPath, z.string(), 'a mapping of JSONPaths to texts')
      .optional()
      .describe('what a row has to say to be one of {{event.id}}, if there are rows of other events'),
    reference: jsonPath.describe('of a row: where the name of the booking stands'),
    seats: z
      .union([jsonPath, wholeNumber(1, 1_000_000)], 'a JSONPath, or a number where all rows are of as many seats')
      .describe(
        'of a row: where it says how many seats, which are added up if there are several, or how many they always are',
      ),
    user: jsonPath.optional().describe('of a row: whose it is, named as users.id names accounts'),
    version: jsonPath.optional().describe('of a row: the version of the event that it installed'),
    available: jsonPath.optional().describe('of a row: how many seats were left after it'),
    key: jsonPath.optional().describe('of a row: the idempotency key that it came of'),
    at: jsonPath.optional().describe('of a row: when it was written'),
    kind,
  }

  return mapping({
    name: text('a name'),
    description: z.string('a sentence').optional(),
    baseUrl: z
      .string('an address such as https://shop.example/api')
      .regex(/^https?:\/\/[^\s?#@]+$/, 'an address such as https://shop.example/api, without a name or a password')
      .describe('where the API starts; --target overrides it'),
    owner: text('a host').optional().describe('the host of baseUrl, if it is not this machine and yours to load'),
    headers: texts('a mapping of header names to texts').optional().describe('sent with every call'),
    admin: mapping(credentials).optional().describe('how calls that create events and read the ledger are signed in'),
    users: mapping({
      id: text('a text such as {{user.email}}').optional().describe('how the ledger names a user; {{user.id}}'),
      values: scalars.optional().describe('fields of every account; {{prefix}} and {{number}} make them differ'),
      create: orFunction(
        mapping({
          ...stepFields(['next', 'refused']),
          atOnce: wholeNumber(1, 100_000).optional().describe('how many accounts one call makes at most; 1'),
          each: jsonPath.optional().describe('where the accounts stand, if one call makes several'),
        }),
      )
        .optional()
        .describe('makes an account; left out where --users-file brings them'),
      jwt: mapping({
        secret: z.string('a secret').optional(),
        keyFile: text('the path of a PEM file').optional().describe('with a private key; seen from this file'),
        algorithm: oneOf(jwtAlgorithms).optional().describe('HS256 with a secret, RS256 with a key'),
        keyId: text('a name').optional(),
        claims: z.record(z.string(), z.unknown(), 'a mapping of claims'),
        expiresIn: duration(86_400_000, 1000).optional().describe('60m where nothing is said'),
      })
        .optional()
        .describe('mints a token for each account: {{user.token}}'),
      signIn: orFunction(plainSteps)
        .optional()
        .describe('once an account, before the clock runs; what it captures joins the account: {{user.token}}'),
      cookies: flag.optional().describe('whether accounts keep cookies, from the sign-in on; false'),
      probe: plainStep.optional().describe('changes nothing, and answers 401 to whoever is not known'),
      ...credentials,
    }).describe('who books, and how they are signed in'),
    event: mapping({
      id: z.union([z.string(), z.number()], 'an id').optional().describe('an event that is there already'),
      create: orFunction(plainSteps).optional().describe('makes an event for each round; captures `id`'),
      look: mapping({ ...stepFields(['next', 'refused']), ...lookFields })
        .optional()
        .describe('a look at the event that changes nothing, as visitors take'),
    }),
    book: stepsOf(mapping({ ...stepFields(bookMeanings), race: raced, holds })).describe(
      'how a booking is made; the answer to the last step tells what came of it',
    ),
    cancel: stepsOf(mapping({ ...stepFields(cancelMeanings), race: raced }))
      .optional()
      .describe('how {{reference}} is given back'),
    ledger: orFunction(
      z.union(
        [
          mapping({
            ...stepFields(['next', 'refused']),
            entries: jsonPath.describe('where the rows of a page stand'),
            pages: mapping({
              first: scalar.describe('{{page}} for the first page'),
              next: source.optional().describe('where an answer says {{page}} for the next one; null ends it'),
              step: wholeNumber(1, 1_000_000).optional().describe('counts on by so much, until a page is empty; 1'),
            }).optional(),
            event: mapping(lookFields).optional().describe('the event, if the answer shows it beside the rows'),
            ...ledgerFields,
          }),
          mapping({ sql, ...ledgerFields }),
        ],
        'a request with entries, or sql',
      ),
    )
      .optional()
      .describe('what the system says it sold'),
    counter: orFunction(
      z.union(
        [mapping({ ...stepFields(['next', 'refused']), ...lookFields }), mapping({ sql, ...lookFields })],
        'a request or sql',
      ),
    )
      .optional()
      .describe('what the system counts as left in the end, if that is not what a look shows'),
    ...(mayBeModule ? { secrets: z.array(z.string(), 'a list of texts').optional() } : {}),
  }).describe('A bookload contract: how a booking API is talked to')
}

const fileSchema: z.ZodType = contractSchema(false)

/** What has passed the checks is a contract; zod cannot tell so of a schema that was put together by functions. */
const contract = z.any().pipe(z.custom<ContractDefinition>())

/** Checks a contract that is data. */
export const contractFileSchema = fileSchema.pipe(contract)

const moduleSchema: z.ZodType = contractSchema(true)

/** Checks a contract that is a module. */
export const contractModuleSchema = moduleSchema.pipe(contract)

/** The JSON Schema (2020-12) of a contract file, for editors and for other tools. */
export function contractJsonSchema(): object {
  return { $id: 'urn:bookload:contract:v1', title: 'bookload contract', ...z.toJSONSchema(fileSchema) }
}
