import { outcomeKinds, unknownCauses, type OutcomeKind, type UnknownCause } from '../booking/outcome.ts'
import { acknowledgedAt, type Acknowledgement, type History } from './history.ts'

/** One attempt, read back from the columns of a history. Times in microseconds since the gate opened. */
export interface Attempt {
  readonly user: number
  readonly attempt: number
  readonly operation: number
  /** 0 for the burst, and for what follows it the number of the follow-up, from 1. */
  readonly step: number
  readonly outcome: OutcomeKind
  /** Null unless the outcome is `unknown`. */
  readonly cause: UnknownCause | null
  /** What a `rejected` answer called itself; null where it did not, and for every other outcome. */
  readonly code: string | null
  /** 0 where no answer came. */
  readonly status: number
  readonly plannedUs: number
  readonly sentUs: number
  /** When its first step was sent, where it took any before the one that raced. */
  readonly beganUs?: number
  readonly endedUs: number
  /** Null unless the outcome is `booked` or `waitlisted`. */
  readonly acknowledged: Acknowledgement | null
}

/** Every attempt, in the order in which they ended. Each is made as it is asked for, so a long history stays columns. */
export function* attemptsOf(history: History): Generator<Attempt> {
  for (let index = 0; index < history.length; index++) yield attemptAt(history, index)
}

/** @param index in the order in which attempts ended, from 0 */
export function attemptAt(history: History, index: number): Attempt {
  const outcome = outcomeAt(memberAt(history.outcome, index))
  return {
    user: memberAt(history.user, index),
    attempt: memberAt(history.attempt, index),
    operation: memberAt(history.operation, index),
    step: memberAt(history.step, index),
    outcome,
    code: history.codes[memberAt(history.code, index) - 1] ?? null,
    cause: outcome === 'unknown' ? memberAt(unknownCauses, memberAt(history.cause, index)) : null,
    status: memberAt(history.status, index),
    plannedUs: memberAt(history.plannedUs, index),
    sentUs: memberAt(history.sentUs, index),
    ...(history.beganUs === undefined ? {} : { beganUs: memberAt(history.beganUs, index) }),
    endedUs: memberAt(history.endedUs, index),
    acknowledged: acknowledgedAt(history, index),
  }
}

/** @param code what the column of outcomes holds */
export const outcomeAt = (code: number): OutcomeKind => memberAt(outcomeKinds, code)

/** A column shorter than its history, or a code outside its list, is damage: better an error than a plausible number. */
function memberAt<Member>(
  members: { readonly [index: number]: Member; readonly length: number },
  index: number,
): Member {
  const member = members[index]
  if (member === undefined) throw new RangeError(`a history has no entry ${index} in a column of ${members.length}`)
  return member
}
