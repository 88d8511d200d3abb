import type { CancelOutcome } from '../../src/booking/cancellation.ts'
import { reference } from '../../src/booking/event.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { Answer, BookingApi, Errand, Fields, Glimpse, PreparedRequest } from '../../src/target/booking-api.ts'
import { retryAfterMs } from '../../src/target/retry-after.ts'

/**
 * The API of the embedded server as it would be written by hand, to measure what its contract costs against it.
 * @param basePath the path that every call starts with, such as `/api/v1`; empty for none
 */
export function handWrittenApi(basePath: string): BookingApi {
  return {
    look: ({ id }) => ({
      method: 'GET',
      path: `${basePath}/events/${encodeURIComponent(String(id))}`,
      headers: [],
      body: null,
    }),
    readLook,
    signIn: async (sessions) => sessions.map(({ fields }) => ({ fields, jar: null })),
    book: ({ user, event, seats, key }) =>
      oneStep(
        () => ({
          method: 'POST',
          path: `${basePath}/bookings`,
          headers: ['content-type', 'application/json', 'authorization', bearerOf(user.fields), 'idempotency-key', key],
          body: JSON.stringify({ eventId: event['id'], seats }),
        }),
        readBookingAnswer,
      ),
    mayHold: false,
    hasWayToGate: false,
    cancel: ({ user, reference: name }) =>
      oneStep(
        () => ({
          method: 'DELETE',
          path: `${basePath}/bookings/${encodeURIComponent(name)}`,
          headers: ['authorization', bearerOf(user.fields)],
          body: null,
        }),
        readCancellation,
      ),
    oddities: () => [],
  }
}

const bearerOf = ({ token }: Fields): string => `Bearer ${String(token)}`

const oneStep = <End>(request: () => PreparedRequest, answered: (answer: Answer) => End): Errand<End> => ({
  isAtGate: true,
  request,
  answered,
  again: () => {},
})

function readBookingAnswer({ status, header, body }: Answer): Outcome {
  if (status >= 500) return { kind: 'unknown', cause: 'serverError' }
  const answer = parseObject(body)
  if (status === 201 || status === 200) return readBooking(status, header, answer)
  if (status === 202) return readWaitlisting(answer)
  if (status === 429) return { kind: 'rateLimited', retryAfterMs: retryAfterMs(header('retry-after')) }
  if (status < 400) return { kind: 'unknown', cause: 'unreadable' }
  switch (answer?.['code']) {
    case 'VERSION_CONFLICT':
      return { kind: 'conflict' }
    case 'SOLD_OUT':
      return { kind: 'soldOut' }
    case 'KEY_IN_FLIGHT':
      return { kind: 'unknown', cause: 'inFlight' }
    default:
      return { kind: 'rejected', code: textOf(answer?.['code']) }
  }
}

function readBooking(status: number, header: Answer['header'], answer: JsonObject | null): Outcome {
  const name = textOf(answer?.['reference'])
  // A Created whose JSON broke off has said that the booking was made, only not under which name. But a login page is
  // a 200, too, and a body that is whole and names no booking is another API's.
  const brokeOff = status === 201 && answer === null && /json/i.test(header('content-type') ?? '')
  if (name === null && !brokeOff) return { kind: 'unknown', cause: 'unreadable' }
  return {
    kind: 'booked',
    reference: name === null ? null : reference(name),
    seats: numberOf(answer?.['seats']),
    version: numberOf(answer?.['version']),
  }
}

function readWaitlisting(answer: JsonObject | null): Outcome {
  if (answer?.['status'] !== 'waitlisted') return { kind: 'unknown', cause: 'unreadable' }
  const name = textOf(answer['reference'])
  return {
    kind: 'waitlisted',
    reference: name === null ? null : reference(name),
    position: numberOf(answer['position']),
  }
}

/** A booking that is not there was cancelled before, or never was; which of the two, a 404 does not say. */
function readCancellation({ status, body }: Answer): CancelOutcome {
  if (status >= 500) return { kind: 'unknown', cause: 'serverError' }
  const answer = parseObject(body)
  if (status === 200) {
    return answer?.['status'] === 'cancelled'
      ? { kind: 'cancelled', version: numberOf(answer['version']) }
      : { kind: 'unknown', cause: 'unreadable' }
  }
  if (status === 204) return { kind: 'cancelled', version: null }
  if (status < 400) return { kind: 'unknown', cause: 'unreadable' }
  const code = textOf(answer?.['code'])
  if (status === 404 || status === 410 || code === 'ALREADY_CANCELLED') return { kind: 'gone' }
  return { kind: 'refused', code: code ?? (status === 429 ? 'RATE_LIMITED' : null) }
}

function readLook({ status, body }: Answer): Glimpse | null {
  const answer = status === 200 ? parseObject(body) : null
  const available = numberOf(answer?.['available'])
  return available === null ? null : { available, version: numberOf(answer?.['version']) }
}

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown): number | null => (Number.isSafeInteger(value) ? Number(value) : null)
