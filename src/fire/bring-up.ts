import { setMaxListeners } from 'node:events'
import type { Answer, Errand } from '../target/booking-api.ts'
import { monotonicMs } from './clock.ts'
import { failedOutcome, unsendable } from './failed-outcome.ts'
import type { Failure, Line } from './line.ts'

/** How an errand ended. Times in milliseconds on the monotonic clock. */
export interface EndedErrand<End> {
  readonly outcome: End
  /** The HTTP status, 0 where no answer came. */
  readonly status: number
  /** When its first step was sent, and the one that races. */
  readonly beganMs: number
  readonly sentMs: number
  readonly endedMs: number
}

export interface BringUp {
  readonly line: Line
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Takes an errand up to the step that races, one step after the other.
 * @returns how it ended, where it ended before; null where it is at the gate, or was stopped on the way
 */
export async function bringUp<End>(
  errand: Errand<End>,
  how: BringUp,
  failedEnd: (failed: ReturnType<typeof failedOutcome>) => End,
): Promise<EndedErrand<End> | null> {
  // There is a listener for each of those who are on their way.
  setMaxListeners(0, how.signal)
  let beganMs = Infinity
  while (!errand.isAtGate && !how.signal.aborted) {
    const { sentMs, endedMs, answer, failure } = await ask(errand, how)
    if (beganMs === Infinity) beganMs = sentMs
    const times = { beganMs, sentMs, endedMs, status: answer?.status ?? 0 }
    if (answer === null) {
      return how.signal.aborted ? null : { ...times, outcome: failedEnd(failure) }
    }
    const outcome = errand.answered(answer)
    if (outcome !== null) return { ...times, outcome }
  }
  return null
}

type Asked = { readonly sentMs: number; readonly endedMs: number } & (
  | { readonly answer: Answer; readonly failure: null }
  | { readonly answer: null; readonly failure: ReturnType<typeof failedOutcome> }
)

function ask<End>(errand: Errand<End>, { line, timeoutMs, signal }: BringUp): Promise<Asked> {
  return new Promise((resolve) => {
    let sentMs = monotonicMs()
    const stop = (cause: 'timeout' | 'interrupted') => {
      line.abandon()
      fail({ kind: 'unknown', cause })
    }
    const interrupt = () => stop('interrupted')
    const overdue = setTimeout(() => stop('timeout'), timeoutMs)
    const settle = (asked: Asked) => {
      clearTimeout(overdue)
      signal.removeEventListener('abort', interrupt)
      resolve(asked)
    }
    const succeed = (answer: Answer) => settle({ sentMs, endedMs: monotonicMs(), answer, failure: null })
    const fail = (failure: ReturnType<typeof failedOutcome>) =>
      settle({ sentMs, endedMs: monotonicMs(), answer: null, failure })
    signal.addEventListener('abort', interrupt, { once: true })
    try {
      line.send(errand.request(), {
        sending: () => void (sentMs = monotonicMs()),
        answered: succeed,
        failed: (failure: Failure, partial: Answer | null) =>
          partial === null ? fail(failedOutcome(failure)) : succeed(partial),
      })
    } catch (error) {
      fail(unsendable(error))
    }
  })
}
