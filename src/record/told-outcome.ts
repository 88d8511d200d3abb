import { reference } from '../booking/event.ts'
import type { Outcome, OutcomeKind, UnknownCause } from '../booking/outcome.ts'
import type { AttemptLine } from './history-lines.ts'

/** What an attempt came to, with the HTTP status that goes with it. */
export interface Told {
  readonly outcome: Outcome
  readonly status: number
}

/**
 * What the line of an attempt says it came to: by its outcome, or else by its status, read as an answer of the booking
 * API would be.
 * @returns the missing field where the line does not say enough
 */
export function toldBy(line: AttemptLine): Told | { readonly missing: 'outcome' | 'status' } {
  const { outcome, status } = line
  if (outcome === undefined && status === undefined) return { missing: 'outcome' }
  if (outcome === undefined) return { status: status ?? 0, outcome: withDetails(kindOf(line, status ?? 0), line) }
  const usual = status ?? usualStatuses[outcome]
  return usual === null ? { missing: 'status' } : { status: usual, outcome: withDetails(outcome, line) }
}

/** The one status that an outcome comes with; null where there are many, of which none may be made up. */
const usualStatuses: Readonly<Record<OutcomeKind, number | null>> = {
  booked: 201,
  conflict: 409,
  soldOut: 409,
  waitlisted: 202,
  rateLimited: 429,
  rejected: null,
  unknown: 0,
}

function kindOf({ code, reference: name }: AttemptLine, status: number): OutcomeKind {
  if (status === 201) return 'booked'
  // A login page is a 200, too.
  if (status === 200) return typeof name === 'string' ? 'booked' : 'unknown'
  if (status === 202) return 'waitlisted'
  if (status === 429) return 'rateLimited'
  if (status < 400 || status >= 500) return 'unknown'
  if (code === 'SOLD_OUT') return 'soldOut'
  if (code === 'KEY_IN_FLIGHT') return 'unknown'
  // A 409 can mean many things, and what is no conflict must not be judged as one.
  return code === 'VERSION_CONFLICT' ? 'conflict' : 'rejected'
}

function withDetails(kind: OutcomeKind, line: AttemptLine): Outcome {
  const name = typeof line.reference === 'string' ? reference(line.reference) : null
  switch (kind) {
    case 'booked':
      return { kind, reference: name, seats: line.seats ?? null, version: line.version ?? null }
    case 'waitlisted':
      return { kind, reference: name, position: line.position ?? null }
    case 'rateLimited':
      return { kind, retryAfterMs: null }
    case 'rejected':
      return { kind, code: line.code ?? null }
    case 'unknown':
      return { kind, cause: line.cause ?? causeOf(line) }
    case 'conflict':
    case 'soldOut':
      return { kind }
  }
}

function causeOf({ status = 0, code }: AttemptLine): UnknownCause {
  if (status === 0) return 'timeout'
  if (status >= 500) return 'serverError'
  return code === 'KEY_IN_FLIGHT' ? 'inFlight' : 'unreadable'
}
