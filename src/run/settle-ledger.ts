import { setTimeout as wait } from 'node:timers/promises'
import type { Ledger } from '../booking/ledger.ts'
import { TargetError } from '../operator/errors.ts'

export interface Settling {
  readonly read: () => Promise<Ledger>
  /** How many operations may still be at work, as far as this ledger and the history can tell. */
  readonly openOperations: (ledger: Ledger) => number
  /** How long the ledger has to stay as it is before open operations count as never carried out. */
  readonly quietMs: number
}

export interface Settled {
  readonly ledger: Ledger
  /** How long it had been unchanged, where operations were still open; otherwise 0. */
  readonly quietMs: number
}

/** A ledger that still changes then is of a system that somebody else uses, or that never comes to rest. */
const patienceMs = 60_000

const shortWaitMs = 5
const longWaitMs = 50

/**
 * Reads a ledger until it says all that it will say: two readings agree and, where requests went without an answer and
 * may still be at work, nothing has changed for a while.
 * @throws {TargetError} where it cannot be read, or does not come to rest
 */
export async function settleLedger({ read, openOperations, quietMs }: Settling): Promise<Settled> {
  const beganMs = performance.now()
  let ledger = await read()
  let changedMs = performance.now()
  let waitMs = shortWaitMs
  for (;;) {
    await wait(waitMs)
    const later = await read()
    const nowMs = performance.now()
    if (!isSameReading(ledger, later)) {
      changedMs = nowMs
    } else if (openOperations(later) === 0) {
      return { ledger: later, quietMs: 0 }
    } else {
      waitMs = longWaitMs
      if (nowMs - changedMs >= quietMs) return { ledger: later, quietMs: Math.round(nowMs - changedMs) }
    }
    if (nowMs - beganMs > patienceMs + quietMs) {
      throw new TargetError(`the ledger was still changing after ${Math.round((nowMs - beganMs) / 1000)} s`)
    }
    ledger = later
  }
}

function isSameReading(a: Ledger, b: Ledger): boolean {
  return (
    a.entries.length === b.entries.length &&
    a.entries.at(-1)?.version === b.entries.at(-1)?.version &&
    a.event.version === b.event.version &&
    a.event.available === b.event.available
  )
}
