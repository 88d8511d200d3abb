import type { FastifyReply } from 'fastify'

interface Entry {
  readonly status: number
  readonly title: string
  readonly detail: string
}

/** Every way in which this API refuses, with what is said where there is nothing more particular to say. */
export const problems = {
  INVALID: { status: 400, title: 'Invalid request', detail: 'The request is not valid.' },
  UNAUTHORIZED: { status: 401, title: 'Unauthorized', detail: 'A valid bearer token is needed.' },
  FORBIDDEN: { status: 403, title: 'Forbidden', detail: 'This token does not allow that.' },
  NOT_FOUND: { status: 404, title: 'Not found', detail: 'There is no such route.' },
  EVENT_NOT_FOUND: { status: 404, title: 'Event not found', detail: 'There is no event with this id.' },
  BOOKING_NOT_FOUND: { status: 404, title: 'Booking not found', detail: 'There is no booking with this reference.' },
  VERSION_CONFLICT: {
    status: 409,
    title: 'Version conflict',
    detail: 'Event was updated by another process. Please retry.',
  },
  SOLD_OUT: { status: 409, title: 'Sold out', detail: 'Fewer seats are left than were asked for.' },
  ALREADY_CANCELLED: { status: 409, title: 'Already cancelled', detail: 'This booking has been cancelled before.' },
  EMAIL_TAKEN: { status: 409, title: 'Email taken', detail: 'There is an account with this email address.' },
  KEY_IN_FLIGHT: {
    status: 409,
    title: 'Request in flight',
    detail: 'A request with this Idempotency-Key has not been answered yet.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'Precondition failed',
    detail: 'The event no longer has the version that If-Match asks for.',
  },
  BODY_TOO_LARGE: { status: 413, title: 'Body too large', detail: 'The body is larger than 16 KB.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The body must be application/json.',
  },
  SEATS_EXCEED_CAPACITY: {
    status: 422,
    title: 'Seats exceed capacity',
    detail: 'The event has never had this many seats.',
  },
  KEY_REUSED: {
    status: 422,
    title: 'Idempotency-Key reused',
    detail: 'This Idempotency-Key was sent before with another payload.',
  },
  RATE_LIMITED: { status: 429, title: 'Too many requests', detail: 'Wait for the seconds in Retry-After.' },
  HEADERS_TOO_LARGE: { status: 431, title: 'Headers too large', detail: 'The request headers are too large.' },
  INTERNAL: {
    status: 500,
    title: 'Internal error',
    detail: 'The server failed; whether it had an effect is not known.',
  },
} as const satisfies Record<string, Entry>

export type ProblemCode = keyof typeof problems

export const problemType = 'application/problem+json'

/** A refusal on its way to the error handler. Where many are expected at once, `sendProblem` costs no stack trace. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly statusCode: number
  /** The JSON pointer or the name of what is wrong. */
  readonly field: string | undefined

  constructor(code: ProblemCode, detail: string = problems[code].detail, field?: string) {
    super(detail)
    this.code = code
    this.statusCode = problems[code].status
    this.field = field
  }
}

/** The document of RFC 9457 for a refusal. */
export function writeProblem(code: ProblemCode, detail: string = problems[code].detail, field?: string): Buffer {
  const { status, title } = problems[code]
  const type = `urn:bookload:problem:${code.toLowerCase().replaceAll('_', '-')}`
  return Buffer.from(JSON.stringify({ type, title, status, detail, code, field }))
}

const standardProblems = new Map<ProblemCode, Buffer>()

/** Answers with a refusal. In a burst most answers are refusals, so what is said every time is written once. */
export function sendProblem(reply: FastifyReply, code: ProblemCode, detail?: string, field?: string): FastifyReply {
  let body = detail === undefined ? standardProblems.get(code) : writeProblem(code, detail, field)
  if (body === undefined) {
    body = writeProblem(code)
    standardProblems.set(code, body)
  }
  if (code === 'UNAUTHORIZED') reply.header('www-authenticate', 'Bearer')
  // Bytes, because to text Fastify would add a charset, which the media type does not have.
  return reply.code(problems[code].status).header('content-type', problemType).send(body)
}
