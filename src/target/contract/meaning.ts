import type { CancelOutcome } from '../../booking/cancellation.ts'
import { reference } from '../../booking/event.ts'
import type { Outcome } from '../../booking/outcome.ts'
import type { Answer } from '../booking-api.ts'
import { retryAfterMs } from '../retry-after.ts'
import type { BookMeaning, CancelMeaning, Meant } from './definition.ts'

/** What an answer means to somebody who wanted to book; null where the next step is at hand. */
export function outcomeOf(meant: Meant<BookMeaning>, { status, header }: Answer): Outcome | null {
  const { reference: name = null, seats = null, version = null, position = null, code = null } = meant
  switch (meant.is) {
    case 'booked':
      return { kind: 'booked', reference: name === null ? null : reference(name), seats, version }
    case 'waitlisted':
      return { kind: 'waitlisted', reference: name === null ? null : reference(name), position }
    case 'conflict':
    case 'soldOut':
      return { kind: meant.is }
    case 'rateLimited':
      return { kind: 'rateLimited', retryAfterMs: retryAfterMs(header('retry-after')) }
    case 'rejected':
      return { kind: 'rejected', code }
    case 'accepted':
    case 'inFlight':
      return { kind: 'unknown', cause: meant.is }
    case 'unknown':
      return { kind: 'unknown', cause: status >= 500 ? 'serverError' : 'unreadable' }
    case 'next':
      return null
  }
}

/** What an answer means to somebody who gives something back; null where the next step is at hand. */
export function cancelOutcomeOf(meant: Meant<CancelMeaning>, { status }: Answer): CancelOutcome | null {
  const { version = null, code = null } = meant
  switch (meant.is) {
    case 'cancelled':
      return { kind: 'cancelled', version }
    case 'gone':
      return { kind: 'gone' }
    case 'refused':
      return { kind: 'refused', code: code ?? (status === 429 ? 'RATE_LIMITED' : null) }
    case 'accepted':
      return { kind: 'unknown', cause: 'accepted' }
    case 'unknown':
      return { kind: 'unknown', cause: status >= 500 ? 'serverError' : 'unreadable' }
    case 'next':
      return null
  }
}

/** What no rule speaks of means what its status says for certain, and else leaves open what happened. */
export function bookingByStatus({ status }: Answer): BookMeaning {
  if (status >= 500) return 'unknown'
  if (status === 429) return 'rateLimited'
  return status >= 400 ? 'rejected' : 'unknown'
}

export function cancellationByStatus({ status }: Answer): CancelMeaning {
  if (status >= 500) return 'unknown'
  return status >= 400 ? 'refused' : 'unknown'
}
