import type { FastifyInstance, FastifyReply } from 'fastify'
import { eventId, reference } from '../../../booking/event.ts'
import type { BookingAnswer } from '../../domain/booking.ts'
import { userOf } from '../access.ts'
import { versionsAllowed } from '../entity-tag.ts'
import { sendProblem } from '../problem.ts'
import type { RouteTools } from '../route-tools.ts'
import { booking, cancellation, reading } from './booking-schemas.ts'

interface BookingRoute {
  Body: { readonly eventId: string; readonly seats: number }
  Headers: { readonly 'idempotency-key'?: string; readonly 'if-match'?: string }
}

interface ReferenceRoute {
  Params: { readonly reference: string }
}

export function registerBookingRoutes(api: FastifyInstance, { arrivals, desk, store, tally }: RouteTools): void {
  api.post<BookingRoute>(
    '/bookings',
    {
      preValidation: (_request, _reply, done) => {
        arrivals.note()
        done()
      },
      schema: booking,
      config: {
        access: 'user',
        problems: [
          'EVENT_NOT_FOUND',
          'VERSION_CONFLICT',
          'SOLD_OUT',
          'KEY_IN_FLIGHT',
          'PRECONDITION_FAILED',
          'SEATS_EXCEED_CAPACITY',
          'KEY_REUSED',
        ],
      },
    },
    async (request, reply) => {
      const answer = await desk.book({
        eventId: eventId(request.body.eventId),
        userId: userOf(request),
        seats: request.body.seats,
        key: request.headers['idempotency-key'] ?? null,
        versionsAllowed: versionsAllowed(request.headers['if-match']),
      })
      tally.countBooking(answer.kind === 'refused' ? answer.code : answer.kind)
      return sendAnswer(reply, answer)
    },
  )

  api.get<ReferenceRoute>(
    '/bookings/:reference',
    { schema: reading, config: { access: 'user', problems: ['FORBIDDEN', 'BOOKING_NOT_FOUND'] } },
    (request, reply) => {
      const found = store.bookings.find(reference(request.params.reference))
      if (found === undefined) return sendProblem(reply, 'BOOKING_NOT_FOUND')
      if (found.userId !== userOf(request)) return sendProblem(reply, 'FORBIDDEN')
      if (found.status !== 'waitlisted') return reply.send(found)
      return reply.send({ ...found, position: store.bookings.position(found.reference) })
    },
  )

  api.delete<ReferenceRoute>(
    '/bookings/:reference',
    {
      schema: cancellation,
      config: { access: 'user', problems: ['FORBIDDEN', 'BOOKING_NOT_FOUND', 'ALREADY_CANCELLED'] },
    },
    async (request, reply) => {
      const answer = await desk.cancel(reference(request.params.reference), userOf(request))
      if (answer.kind === 'refused') return sendProblem(reply, answer.code)
      return reply.send({ reference: answer.reference, status: 'cancelled', version: answer.version })
    },
  )
}

function sendAnswer(reply: FastifyReply, answer: BookingAnswer): FastifyReply {
  if (answer.kind === 'refused') return sendProblem(reply, answer.code)
  if (answer.kind === 'booked') return reply.code(201).send(answer)
  return reply.code(202).send({ status: 'waitlisted', ...answer })
}
