import { entityTagsPattern } from '../entity-tag.ts'

const text = { type: 'string' }
const integer = { type: 'integer' }
const position = { type: 'integer', description: 'The place in the queue, from 1.' }

export const booking = {
  operationId: 'book',
  summary: 'Book seats',
  description: [
    'Where fewer seats are left than were asked for, the answer is 409 `SOLD_OUT`, or, at an event with a waitlist, a',
    'place in its queue (202). While anyone waits, everybody who comes later joins the queue behind them, even where',
    'enough seats are left for a smaller party. Who waits already and asks again, for however many seats, keeps the',
    'place, and is answered with it. More seats than the event has in all can never be had (422).',
    '',
    'With an `Idempotency-Key`, a confirmation (201 or 202) is kept with its effect, for good: the same user sending the',
    'same key and payload again gets the same answer, and nothing is booked twice. A refusal is not kept, so the same',
    'key may be tried again. `If-Match` is checked against the version on which the booking is decided.',
  ].join('\n'),
  tags: ['bookings'],
  headers: {
    type: 'object',
    properties: {
      'idempotency-key': {
        type: 'string',
        pattern: '^[!-~]{1,255}$',
        description: 'Belongs to the user; taken as it is sent, quotation marks included.',
      },
      'if-match': {
        type: 'string',
        pattern: entityTagsPattern,
        description: 'The ETag of the event: book only if it still has this version.',
      },
    },
  },
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['eventId', 'seats'],
    properties: {
      eventId: { type: 'string', minLength: 1, maxLength: 100 },
      seats: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    },
  },
  response: {
    201: {
      description: 'Booked; the version is the one that this booking installed.',
      type: 'object',
      required: ['reference', 'eventId', 'userId', 'seats', 'version'],
      properties: { reference: text, eventId: text, userId: text, seats: integer, version: integer },
    },
    202: {
      description: 'Waiting in the queue of the event.',
      type: 'object',
      required: ['status', 'position', 'reference', 'eventId', 'seats', 'version'],
      properties: {
        status: { type: 'string', const: 'waitlisted' },
        position,
        reference: text,
        eventId: text,
        seats: integer,
        version: integer,
      },
    },
  },
}

export const reading = {
  operationId: 'readBooking',
  summary: 'What became of a booking',
  tags: ['bookings'],
  response: {
    200: {
      description: 'The booking; the version is the one that its latest change installed.',
      type: 'object',
      required: ['reference', 'eventId', 'userId', 'seats', 'status', 'version'],
      properties: {
        reference: text,
        eventId: text,
        userId: text,
        seats: integer,
        status: { type: 'string', enum: ['booked', 'waitlisted', 'cancelled'] },
        position,
        version: integer,
      },
    },
  },
}

export const cancellation = {
  operationId: 'cancelBooking',
  summary: 'Cancel a booking, or leave the queue',
  description:
    'The seats come back once, however often this is sent, and the queue moves up in the same transaction: first come, ' +
    'first served. Where the party at its head does not fit, nobody behind it is promoted.',
  tags: ['bookings'],
  response: {
    200: {
      description: 'Cancelled.',
      type: 'object',
      required: ['reference', 'status', 'version'],
      properties: { reference: text, status: { type: 'string', const: 'cancelled' }, version: integer },
    },
  },
}
