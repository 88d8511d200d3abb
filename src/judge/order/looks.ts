import type { EventRead, RoundFacts } from '../facts.ts'
import { allocateTagged, type Tagged } from './tagged.ts'

/** A look that said which version it showed. */
export interface TaggedRead extends EventRead {
  readonly version: number
}

/** The looks at the event that can be judged. One sent before the first attempt may show what was before the opening. */
export function looksOf({ reads, history }: RoundFacts): readonly EventRead[] {
  const openedUs = history.sentUs.reduce((first, sent) => Math.min(first, sent), Infinity)
  return reads.filter(({ sentUs }) => sentUs >= openedUs)
}

export function hasVersion(read: EventRead): read is TaggedRead {
  return read.version !== null
}

/** @param slotOf of a version that was shown */
export function tagReads(reads: readonly TaggedRead[], slotOf: (version: number) => number): Tagged {
  const tagged = allocateTagged(reads.length)
  for (const [index, { version, sentUs, endedUs }] of reads.entries()) {
    tagged.slot[index] = slotOf(version)
    tagged.fromUs[index] = sentUs
    tagged.untilUs[index] = endedUs
  }
  return tagged
}
