import type { FastifyInstance, FastifyRequest } from 'fastify'
import { eventId } from '../../../booking/event.ts'
import { ledgerKinds } from '../../../booking/ledger.ts'
import { sendProblem } from '../problem.ts'
import type { RouteTools } from '../route-tools.ts'
import { eventSchema } from './event-routes.ts'

interface LedgerRoute {
  Params: { readonly id: string }
  Querystring: { readonly after: number; readonly limit: number }
}

const entry = {
  type: 'object',
  required: ['version', 'kind', 'reference', 'userId', 'seats', 'available', 'at'],
  properties: {
    version: { type: 'integer', description: 'The version of the event that this entry installed.' },
    kind: { type: 'string', enum: ledgerKinds },
    reference: { type: 'string' },
    userId: { type: 'string' },
    seats: { type: 'integer' },
    available: { type: 'integer', description: 'Seats left once this entry was applied.' },
    at: { type: 'string' },
    key: { type: 'string', description: 'The Idempotency-Key of the request that caused it, where one was sent.' },
  },
}

const reading = {
  operationId: 'readLedger',
  summary: 'Everything that has been sold, cancelled, queued and promoted, in version order',
  description: 'Where several entries installed one version, a page holds them all, and may so exceed its limit.',
  tags: ['events'],
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      after: { type: 'integer', minimum: 0, default: 0, description: 'Begin after this version.' },
      limit: { type: 'integer', minimum: 1, maximum: 10_000, default: 1000 },
    },
  },
  response: {
    200: {
      description: 'A page of the ledger, and the event as it stands.',
      type: 'object',
      required: ['event', 'entries', 'next'],
      properties: {
        event: eventSchema,
        entries: { type: 'array', items: entry },
        next: { type: ['integer', 'null'], description: 'What to send as `after` next; null on the last page.' },
      },
    },
  },
}

export function registerLedgerRoutes(api: FastifyInstance, { store }: RouteTools): void {
  api.get<LedgerRoute>(
    '/events/:id/ledger',
    {
      schema: reading,
      config: { access: 'admin', problems: ['EVENT_NOT_FOUND'] },
      preValidation: (request, _reply, done) => {
        readNumbers(request)
        done()
      },
    },
    (request, reply) => {
      const event = store.events.read(eventId(request.params.id))
      if (event === undefined) return sendProblem(reply, 'EVENT_NOT_FOUND')
      return reply.send({ event, ...store.entries.page({ eventId: event.id, ...request.query }) })
    },
  )
}

/** A query string is only text, and the validator converts nothing: in a body, `"2"` is no number of seats. */
function readNumbers(request: FastifyRequest<LedgerRoute>): void {
  const numbers = Object.entries(request.query).map(([name, value]) => [name, numberIn(value)])
  request.query = Object.fromEntries(numbers)
}

const numberIn = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
