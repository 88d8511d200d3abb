/**
 * When each of several things took effect, as far as anybody outside can know: no earlier than `fromUs` and no later
 * than `untilUs`. The intervals are closed: what began at the very instant at which another ended was concurrent with it.
 */
export interface Intervals {
  readonly fromUs: Float64Array
  readonly untilUs: Float64Array
}

/**
 * Operations whose place among the versions is known, in columns: a write installed its slot, a read saw it. Slot 0 is
 * the event as it was opened, and slot n what the n-th entry of the ledger made of it.
 */
export interface Tagged extends Intervals {
  readonly slot: Float64Array
  /** 1 for a write, 0 for a read. */
  readonly isWrite: Uint8Array
}

export function allocateTagged(length: number): Tagged {
  return {
    slot: new Float64Array(length),
    isWrite: new Uint8Array(length),
    fromUs: new Float64Array(length).fill(-Infinity),
    untilUs: new Float64Array(length).fill(Infinity),
  }
}

/** The operations of both, those of the first keeping their index. */
export function joinTagged(first: Tagged, second: Tagged): Tagged {
  const joined = allocateTagged(first.slot.length + second.slot.length)
  for (const column of ['slot', 'isWrite', 'fromUs', 'untilUs'] as const) {
    joined[column].set(first[column])
    joined[column].set(second[column], first.slot.length)
  }
  return joined
}
