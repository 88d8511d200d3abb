import type { Outcome } from '../booking/outcome.ts'
import { messageOf } from '../operator/errors.ts'
import type { Failure } from './line.ts'

/** What it means for a user that no answer came. */
export function failedOutcome(failure: Failure): Extract<Outcome, { readonly kind: 'rejected' | 'unknown' }> {
  switch (failure.kind) {
    case 'unsent':
      // A connection that never opened carried no request, so this is a refusal; any other failure leaves it open.
      return { kind: 'rejected', code: failure.code === 'ECONNREFUSED' ? 'CONNECTION_REFUSED' : failure.code }
    case 'disconnect':
      return { kind: 'unknown', cause: 'disconnect' }
    case 'unreadable':
      return { kind: 'unknown', cause: 'unreadable' }
  }
}

/**
 * What it means that a request could not even be written: a value that no header carries, or a function of a contract that
 * failed. Nothing of it has left this machine.
 */
export function unsendable(error: unknown): Extract<Outcome, { readonly kind: 'rejected' }> {
  return { kind: 'rejected', code: messageOf(error) }
}
