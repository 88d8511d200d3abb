import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { eventId, type EventState } from '../../../booking/event.ts'
import { entityTag, namesVersion } from '../entity-tag.ts'
import { sendProblem } from '../problem.ts'
import type { RouteTools } from '../route-tools.ts'

interface NewEvent {
  readonly name: string
  readonly capacity: number
  readonly waitlist: boolean
}

export const eventSchema = {
  type: 'object',
  required: ['id', 'name', 'capacity', 'available', 'version', 'waitlist'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    capacity: { type: 'integer' },
    available: { type: 'integer' },
    version: { type: 'integer' },
    waitlist: { type: 'boolean' },
  },
}

const creation = {
  operationId: 'createEvent',
  summary: 'Put an event on sale',
  tags: ['events'],
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'capacity'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 200 },
      capacity: { type: 'integer', minimum: 1, maximum: 1_000_000 },
      waitlist: { type: 'boolean', default: false },
    },
  },
  response: { 201: { description: 'The event, at version 1.', ...eventSchema } },
}

const reading = {
  operationId: 'readEvent',
  summary: 'How many seats are left',
  description: 'Honours If-None-Match.',
  tags: ['events'],
  response: {
    200: { description: 'The event; its ETag is its version.', ...eventSchema },
    304: { description: 'It still has the version in If-None-Match.', type: 'null' },
  },
}

export function registerEventRoutes(api: FastifyInstance, { showEvent, store }: RouteTools): void {
  api.post<{ Body: NewEvent }>(
    '/events',
    { schema: creation, config: { access: 'admin' } },
    async ({ body, url }, reply) => {
      const event: EventState = { id: eventId(randomUUID()), ...body, available: body.capacity, version: 1 }
      await store.commit.run(() => store.events.insert(event))
      return reply.code(201).header('location', `${url}/${event.id}`).header('etag', entityTag(1)).send(event)
    },
  )

  api.get<{ Params: { readonly id: string } }>(
    '/events/:id',
    { schema: reading, config: { access: 'public', problems: ['EVENT_NOT_FOUND'] } },
    (request, reply) => {
      const event = showEvent(eventId(request.params.id))
      if (event === undefined) return sendProblem(reply, 'EVENT_NOT_FOUND')
      reply.header('etag', entityTag(event.version))
      const known = namesVersion(request.headers['if-none-match'], event.version)
      return known ? reply.code(304).send() : reply.send(event)
    },
  )
}
