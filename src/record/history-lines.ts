import { z } from 'zod'
import { cancelOutcomeKinds } from '../booking/cancellation.ts'
import { ledgerKinds } from '../booking/ledger.ts'
import { outcomeKinds, unknownCauses } from '../booking/outcome.ts'

/*
 * The one definition of a file of histories, line by line. The types, the checks and the published JSON Schema all come
 * from here. Every message says what is allowed; whoever reads a line adds where it stands and what was found there.
 */

export const historySchemaId = 'bookload.history/v1'

/** The least and the most that a number may be. */
export type Bounds = readonly [least: number, most: number]

export const bounds = {
  user: [0, 9_999_999],
  attempt: [1, 1_000_000_000],
  count: [0, 1_000_000_000],
  step: [0, 255],
  status: [0, 999],
} as const satisfies Record<string, Bounds>

const wholeNumber = (...[least, most]: Bounds) => {
  const allowed = `a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
  return z.int(allowed).min(least, allowed).max(most, allowed)
}

const count = wholeNumber(...bounds.count)
const user = wholeNumber(...bounds.user).describe('the number of the user; users are numbered from 0 without gaps')
/** Whatever a system says of its seats and versions, however wrong: that is for the judge. */
const told = z.int('a whole number')
const text = z.string('a text')
const name = text.min(1, 'a text of at least one character')
const flag = z.boolean('true or false')
const microseconds = z.number('a number of microseconds')
const milliseconds = z.number('a number of milliseconds from 0').min(0, 'a number of milliseconds from 0')
const oneOf = <const Names extends readonly string[]>(names: Names) => z.enum(names, `one of ${names.join(', ')}`)

/** An object that names its fields when it meets one it does not know. */
const object = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const fields = Object.keys(shape).join(', ')
  const error = ({ code }: { code?: string }) =>
    code === 'unrecognized_keys' ? `one of ${fields}` : `an object of ${fields}`
  return z.strictObject(shape, { error })
}

const runLine = object({
  type: z.literal('run'),
  schema: z.literal(historySchemaId, `"${historySchemaId}"`).optional(),
  id: text.optional(),
  bookload: text.optional().describe('the version of bookload that wrote the file'),
  scenario: name.optional().describe('what was played; the name of the file where nothing is said'),
  target: text.optional().describe('what was tested, such as its address'),
  seed: wholeNumber(0, 4_294_967_295).optional(),
  startedAt: z.iso.datetime('a time such as 2026-01-31T12:00:00Z').optional(),
}).describe('where the file comes from; the first line, if it is there at all')

const roundLine = object({
  type: z.literal('round'),
  name: name.optional().describe('`round 1` and so on where nothing is said'),
  repetition: wholeNumber(1, 1_000_000).optional().describe('which playing of a round of this name it is; 1'),
  event: object({
    capacity: count.describe('seats that the event has'),
    available: told.optional().describe('seats left before the first attempt; all of them'),
    version: told
      .optional()
      .describe('of the event before the first attempt; one less than that of the first entry of the ledger'),
    id: text.optional(),
    name: text.optional(),
    waitlist: flag.optional().describe('whether the full event keeps a queue; false'),
  }).describe('the event as it was before the first attempt'),
  users: wholeNumber(0, 10_000_000).optional().describe('users that were to take part; as many as made an attempt'),
  asked: count.optional().describe('seats that a user asks for, where the attempts do not say; as many as were booked'),
  launched: count
    .optional()
    .describe('requests that left, counted apart from the attempts; as many as there are attempts'),
  attempts: count.optional().describe('attempts that follow: with fewer, the file was cut off'),
  reads: count.optional().describe('reads that follow: with fewer, the file was cut off'),
  cancellations: count.optional().describe('cancellations that follow: with fewer, the file was cut off'),
  entries: count.optional().describe('entries that follow: with fewer, the file was cut off'),
  openedUs: microseconds
    .optional()
    .describe('what the times of the round are counted from, on their own clock; the smallest of them'),
  mayHold: flag
    .optional()
    .describe('whether a request before the last one of a booking may hold seats; true where attempts have beganUs'),
  interrupted: flag.optional().describe('whether the round was stopped before its end; false'),
}).describe('opens a round on an event of its own; what follows belongs to it')

const attemptLine = object({
  type: z.literal('attempt'),
  user,
  account: text.optional().describe('as the ledger names the user; `u3` for user 3, or nobody knows'),
  attempt: wholeNumber(...bounds.attempt)
    .optional()
    .describe('which attempt of the user it is; as they stand in the file'),
  operation: count
    .optional()
    .describe(
      'what the user set out to do: attempts with the same key are one operation, and so are those without a key',
    ),
  key: text.nullable().optional().describe('the Idempotency-Key that was sent'),
  step: wholeNumber(...bounds.step)
    .optional()
    .describe('0 for the burst, and for what follows it the number of the follow-up, from 1; 0'),
  asked: count.optional().describe('seats that were asked for; as the round says'),
  plannedUs: microseconds.optional().describe('when it was meant to be sent; `sentUs`'),
  sentUs: microseconds.describe('just before it was sent'),
  beganUs: microseconds.optional().describe('when its first step was sent, where it took several; `sentUs`'),
  endedUs: microseconds.describe('when its answer had been read, or the user gave up on it'),
  status: wholeNumber(...bounds.status)
    .optional()
    .describe('the HTTP status, 0 where no answer came'),
  outcome: oneOf(outcomeKinds)
    .optional()
    .describe('what it came to; follows from `status` and `code` where nothing is said'),
  cause: oneOf(unknownCauses).optional().describe('why an outcome is unknown'),
  code: text.nullable().optional().describe('what a refusal called itself'),
  reference: text.nullable().optional().describe('the name of the booking, or of the place in the queue'),
  seats: told.nullable().optional().describe('seats that were booked'),
  version: told.nullable().optional().describe('of the event that the booking installed'),
  position: told.nullable().optional().describe('in the queue, from 1: how many wait up to here'),
})
  .meta({ anyOf: [{ required: ['outcome'] }, { required: ['status'] }] })
  .describe('one request and what its user was told: `outcome`, or `status`, from which it follows')

const readLine = object({
  type: z.literal('read'),
  user,
  sentUs: microseconds,
  endedUs: microseconds,
  available: told,
  version: told.nullable().optional(),
}).describe('a look at the event, and what it showed')

const cancelLine = object({
  type: z.literal('cancel'),
  user,
  account: text.optional().describe('as in the line of an attempt'),
  attempt: wholeNumber(...bounds.attempt)
    .optional()
    .describe('which request of the user about this reference it is; 1'),
  step: wholeNumber(...bounds.step)
    .optional()
    .describe('as in the line of an attempt'),
  reference: text,
  sentUs: microseconds,
  endedUs: microseconds,
  status: wholeNumber(...bounds.status)
    .optional()
    .describe('the HTTP status, 0 where no answer came'),
  outcome: oneOf(cancelOutcomeKinds).describe(
    'cancelled: it is given back; gone: there is no such booking, or none any more; refused; or unknown',
  ),
  cause: oneOf(unknownCauses).optional().describe('why an outcome is unknown; timeout'),
  code: text.nullable().optional().describe('what a refusal called itself'),
  version: told.nullable().optional().describe('of the event, as the cancellation left it'),
}).describe('one request to give a booking, or a place in the queue, back, and what its user was told')

/** An entry of a ledger, as the booking API answers it, with what a simpler system may leave out. */
const entryShape = {
  version: told.optional().describe('of the event that this entry installed; nothing where there are no versions'),
  kind: oneOf(ledgerKinds).optional().describe('booked'),
  reference: text,
  userId: text,
  seats: told,
  available: told.optional().describe('seats left once this entry was applied'),
  at: text.optional().describe('when it was written, in ISO 8601'),
  key: text.nullable().optional().describe('the Idempotency-Key of the request that caused it'),
}

const entryLine = object({ type: z.literal('entry'), ...entryShape }).describe(
  'one change of the event, as the system that sold the seats wrote it down; in version order',
)

/** The event as it was in the end. */
const finalEventShape = {
  capacity: told.optional().describe('as in the line of the round'),
  available: told.optional().describe('as the last entry left it'),
  version: told.optional().describe('as the last entry left it'),
  id: text.optional(),
  name: text.optional(),
  waitlist: flag.optional(),
}

const ledgerLine = object({
  type: z.literal('ledger'),
  event: object(finalEventShape).optional().describe('the event as it was in the end; as the last entry left it'),
  unavailable: text.optional().describe('why there is no ledger, where it could not be read'),
  closing: object({ ...finalEventShape, unavailable: text.optional().describe('why there was none') })
    .optional()
    .describe('the event as a look of its own showed it in the end, with `available`; nothing where nobody looked'),
  quietMs: milliseconds
    .optional()
    .describe(
      'how long all was watched, unchanged, for the sake of what had no answer, or was promised and missing; 0',
    ),
  lateMs: milliseconds.optional().describe('how long after the last answer the ledger was still seen to change; 0'),
}).describe('closes the ledger of the round: every entry stands in the file')

/** What each type of line holds. */
export const lineSchemas = {
  run: runLine,
  round: roundLine,
  attempt: attemptLine,
  read: readLine,
  cancel: cancelLine,
  entry: entryLine,
  ledger: ledgerLine,
} as const

export type RunLine = z.infer<typeof runLine>
export type RoundLine = z.infer<typeof roundLine>
export type AttemptLine = z.infer<typeof attemptLine>
export type ReadLine = z.infer<typeof readLine>
export type CancelLine = z.infer<typeof cancelLine>
export type EntryLine = z.infer<typeof entryLine>
export type LedgerLine = z.infer<typeof ledgerLine>
export type HistoryLine = RunLine | RoundLine | AttemptLine | ReadLine | CancelLine | EntryLine | LedgerLine

/** An entry as the ledger of another system may give it, with fields of its own. */
export const entrySchema = z.object(entryShape, 'an object of a ledger entry')

/** A whole ledger, as `GET /events/{id}/ledger` answers it. */
export const ledgerSchema = z.object(
  {
    event: z.object(finalEventShape, 'an object').optional(),
    entries: z.array(entrySchema, 'a list of ledger entries'),
    next: z.null('null: a page that has a next one is not the whole ledger').optional(),
  },
  'an object with `event` and `entries`',
)

/** The published description of one line, as JSON Schema (draft 2020-12). */
export function historyJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(
    z.discriminatedUnion('type', [runLine, roundLine, attemptLine, readLine, cancelLine, entryLine, ledgerLine]),
  )
  return { $schema, $id: 'urn:bookload:history:v1', title: 'A line of a bookload history', ...schema }
}
