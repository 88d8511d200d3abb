import type { EventState } from '../../booking/event.ts'
import type { JudgedLedger } from '../judged-round.ts'

/**
 * Slot 0 is the event as it was opened, and slot n what the n-th entry made of it. Where versions are missing between the
 * entries, the event was at a slot until the next entry was written.
 */
export interface Slots {
  readonly count: number
  readonly versionOf: (slot: number) => number
  /** Below 0 where the event was never at such a version, and from `count` on where it never came so far. */
  readonly slotOf: (version: number) => number
}

/** @param ledger without a version that was installed twice */
export function slotsOf({ entries }: JudgedLedger, { version: opened }: EventState, mayHold: boolean): Slots {
  const count = entries.length + 1
  const versionOf = (slot: number): number => entries[slot - 1]?.version ?? opened
  const latest = versionOf(count - 1)
  const isWhole = latest === opened + entries.length
  return {
    count,
    versionOf,
    slotOf: (version) => {
      if (version < opened || (isWhole && version <= latest)) return version - opened
      if (version > latest) return mayHold ? count - 1 : count
      return lastUpTo(version)
    },
  }

  function lastUpTo(version: number): number {
    let [low, high] = [0, count]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (versionOf(middle) <= version) low = middle
      else high = middle
    }
    return low
  }
}
