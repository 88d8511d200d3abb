import type { CancelOutcome } from '../booking/cancellation.ts'
import { reference } from '../booking/event.ts'
import type { Outcome } from '../booking/outcome.ts'
import type { BookingApi, Glimpse, HeaderReader } from './booking-api.ts'
import { retryAfterMs } from './retry-after.ts'

/** @param baseUrl where the API starts, such as `http://127.0.0.1:3000/api/v1` */
export const bookloadApiAt = (baseUrl: string): BookingApi => bookloadApi(new URL(baseUrl).pathname.replace(/\/+$/, ''))

/**
 * The API of the embedded server, and of any `--target` that speaks it.
 * @param basePath the path that every call starts with, such as `/api/v1`; empty for none
 */
export function bookloadApi(basePath: string): BookingApi {
  return {
    look: (eventId) => ({
      method: 'GET',
      path: `${basePath}/events/${encodeURIComponent(eventId)}`,
      headers: [],
      body: null,
    }),
    book: ({ token, eventId, seats, key }) => ({
      method: 'POST',
      path: `${basePath}/bookings`,
      headers: ['authorization', `Bearer ${token}`, 'content-type', 'application/json', 'idempotency-key', key],
      body: JSON.stringify({ eventId, seats }),
    }),
    readAnswer,
    cancel: ({ token, reference: name }) => ({
      method: 'DELETE',
      path: `${basePath}/bookings/${encodeURIComponent(name)}`,
      headers: ['authorization', `Bearer ${token}`],
      body: null,
    }),
    readCancellation,
    readLook,
  }
}

function readAnswer(status: number, header: HeaderReader, body: string): Outcome {
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

function readBooking(status: number, header: HeaderReader, answer: JsonObject | null): Outcome {
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
function readCancellation(status: number, body: string): CancelOutcome {
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

function readLook(status: number, body: string): Glimpse | null {
  const answer = status === 200 ? parseObject(body) : null
  const available = numberOf(answer?.['available'])
  return available === null ? null : { available, version: numberOf(answer?.['version']) }
}

type JsonObject = Readonly<Record<string, unknown>>

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown): number | null => (Number.isSafeInteger(value) ? Number(value) : null)
