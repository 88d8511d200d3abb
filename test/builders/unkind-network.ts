import type { CancelOutcome } from '../../src/booking/cancellation.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { HonestServer } from './honest-server.ts'

/** What may happen to an attempt on its way to the server and back. */
export const happenings = [
  'served',
  'conflict',
  'rateLimited',
  'rejected',
  'lost',
  'answerLost',
  'fell',
  'brokeOff',
] as const
export type Happening = (typeof happenings)[number]

/** What a user sees of a wish on its way through the network, and what the server did of it all the same. */
export function meet(
  server: HonestServer,
  wish: Parameters<HonestServer['book']>[0],
  what: Happening,
): { outcome: Outcome; status: number } {
  switch (what) {
    case 'served':
      return { outcome: server.book(wish), status: 200 }
    case 'conflict':
      return { outcome: { kind: 'conflict' }, status: 409 }
    case 'rateLimited':
      return { outcome: { kind: 'rateLimited', retryAfterMs: 1000 }, status: 429 }
    case 'rejected':
      return { outcome: { kind: 'rejected', code: 'INVALID' }, status: 422 }
    case 'lost':
      return { outcome: { kind: 'unknown', cause: 'disconnect' }, status: 0 }
    case 'answerLost':
      server.book(wish)
      return { outcome: { kind: 'unknown', cause: 'timeout' }, status: 0 }
    case 'fell':
      server.book(wish)
      return { outcome: { kind: 'unknown', cause: 'serverError' }, status: 502 }
    case 'brokeOff':
      return { outcome: brokenOff(server.book(wish)), status: 200 }
  }
}

/** The same for a request to give something back. */
export function meetCancelling(
  server: HonestServer,
  asked: Parameters<HonestServer['cancel']>[0],
  what: Happening,
): { outcome: CancelOutcome; status: number } {
  switch (what) {
    case 'served':
      return { outcome: server.cancel(asked), status: 200 }
    case 'conflict':
      return { outcome: { kind: 'refused', code: 'VERSION_CONFLICT' }, status: 409 }
    case 'rateLimited':
      return { outcome: { kind: 'refused', code: 'RATE_LIMITED' }, status: 429 }
    case 'rejected':
      return { outcome: { kind: 'refused', code: 'INVALID' }, status: 422 }
    case 'lost':
      return { outcome: { kind: 'unknown', cause: 'disconnect' }, status: 0 }
    case 'answerLost':
      server.cancel(asked)
      return { outcome: { kind: 'unknown', cause: 'timeout' }, status: 0 }
    case 'fell':
      server.cancel(asked)
      return { outcome: { kind: 'unknown', cause: 'serverError' }, status: 502 }
    case 'brokeOff':
      return { outcome: brokenOffCancelling(server.cancel(asked)), status: 200 }
  }
}

/** Of what was cancelled the version may be missing, or the whole answer. */
function brokenOffCancelling(outcome: CancelOutcome): CancelOutcome {
  if (outcome.kind !== 'cancelled') return outcome
  return (outcome.version ?? 0) % 2 === 0
    ? { kind: 'cancelled', version: null }
    : { kind: 'unknown', cause: 'unreadable' }
}

function brokenOff(outcome: Outcome): Outcome {
  if (outcome.kind === 'booked') return { kind: 'booked', reference: null, seats: null, version: null }
  return outcome.kind === 'waitlisted' ? { kind: 'waitlisted', reference: null, position: null } : outcome
}
