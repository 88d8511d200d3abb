import { constants } from 'node:os'
import { exitCodes } from './exit-codes.ts'

/** The operator stopped the command before there was anything to show. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

export interface Interruption {
  /** Aborts at the first Ctrl-C, or when the process is asked to end. */
  readonly signal: AbortSignal
  readonly dispose: () => void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Turns the first signal into an abort, so that what is known can still be judged and printed, and leaves at once on
 * the second.
 * @param atOnce what must not be left behind even then; synchronous
 */
export function watchInterruption({ first, atOnce }: { first: () => void; atOnce: () => void }): Interruption {
  const controller = new AbortController()
  const onSignal = (signal: (typeof signals)[number]) => {
    if (controller.signal.aborted) {
      atOnce()
      process.exit(signal === 'SIGINT' ? exitCodes.interrupted : 128 + constants.signals[signal])
    }
    first()
    controller.abort(new Interrupted(`interrupted by ${signal}`))
  }
  for (const signal of signals) process.on(signal, onSignal)
  return {
    signal: controller.signal,
    dispose: () => signals.forEach((signal) => process.off(signal, onSignal)),
  }
}
