import type { CancelOutcome } from '../booking/cancellation.ts'
import { reference } from '../booking/event.ts'
import type { Cancellation } from '../record/cancellation.ts'
import type { CancelLine } from '../record/history-lines.ts'
import type { Complain } from './gathered-attempts.ts'

/** A cancellation as its line tells of it, in the time of the file. */
export function cancellationOf(line: CancelLine, complain: Complain): Cancellation {
  const { user, attempt = 1, step = 0, sentUs, endedUs, status = 0 } = line
  if (endedUs < sentUs) complain(`endedUs is ${endedUs}; allowed is a time from sentUs on, which is ${sentUs}`)
  return {
    user,
    attempt,
    step,
    reference: reference(line.reference),
    sentUs,
    endedUs,
    status,
    outcome: outcomeOf(line),
  }
}

function outcomeOf({ outcome, version = null, code = null, cause = 'timeout' }: CancelLine): CancelOutcome {
  switch (outcome) {
    case 'cancelled':
      return { kind: outcome, version }
    case 'gone':
      return { kind: outcome }
    case 'refused':
      return { kind: outcome, code }
    case 'unknown':
      return { kind: outcome, cause }
  }
}
