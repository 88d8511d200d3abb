import { countBelow, countUpTo, numberAt } from './columns.ts'
import type { Tagged } from './tagged.ts'

/** By slot, when it became the current one: no earlier than `sinceUs`, no later than `byUs`. Neither column ever falls. */
export interface Windows {
  readonly sinceUs: Float64Array
  readonly byUs: Float64Array
}

/**
 * What tagged operations say about the time at which each slot was installed. Where they contain an inversion, a slot
 * may seem to have been installed later than it was, so nothing follows from it.
 * @param tagged with no slot below 0, and none from `slots` on
 */
export function windowsOf(tagged: Tagged, slots: number): Windows {
  const sinceUs = new Float64Array(slots).fill(-Infinity)
  const byUs = new Float64Array(slots).fill(Infinity)
  for (let index = 0; index < tagged.slot.length; index++) {
    const slot = numberAt(tagged.slot, index)
    // A read keeps back only what comes after the slot that it saw.
    const kept = tagged.isWrite[index] === 1 ? slot : slot + 1
    if (kept < slots) sinceUs[kept] = Math.max(numberAt(sinceUs, kept), numberAt(tagged.fromUs, index))
    byUs[slot] = Math.min(numberAt(byUs, slot), numberAt(tagged.untilUs, index))
  }
  for (let slot = 1; slot < slots; slot++) {
    sinceUs[slot] = Math.max(numberAt(sinceUs, slot), numberAt(sinceUs, slot - 1))
  }
  for (let slot = slots - 2; slot >= 0; slot--) byUs[slot] = Math.min(numberAt(byUs, slot), numberAt(byUs, slot + 1))
  return { sinceUs, byUs }
}

/** The earliest slot that can have been current at or after an instant. */
export function firstSlotFrom({ byUs }: Windows, fromUs: number): number {
  return Math.max(0, countBelow(byUs, fromUs) - 1)
}

/** The latest slot that can have been current at or before an instant. */
export function lastSlotUntil({ sinceUs }: Windows, untilUs: number): number {
  return Math.max(0, countUpTo(sinceUs, untilUs) - 1)
}

/** The first slot that can have been installed at or after an instant; as many as there are where none can. */
export function firstWriteFrom({ byUs }: Windows, fromUs: number): number {
  return Math.max(1, countBelow(byUs, fromUs))
}

/** Whether any slot can have been installed between two instants, both of which count. */
export function canHaveWritten(windows: Windows, fromUs: number, untilUs: number): boolean {
  const write = firstWriteFrom(windows, fromUs)
  return write < windows.sinceUs.length && numberAt(windows.sinceUs, write) <= untilUs
}
