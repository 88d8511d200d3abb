import { percentile } from '../record/latency.ts'
import type { InvariantRuling } from './judge.ts'
import type { RulingStatus } from './rule.ts'
import { mergeStatuses } from './ruling.ts'

/** What one rule said; results of earlier versions do not tell what could not be seen. */
export type Ruled = Pick<InvariantRuling, 'id' | 'status'> & { readonly isUnseen?: boolean | undefined }

/** The gravest of what rules said, but for those that could not see what they speak of. */
export function mergeInvariants(invariants: readonly Omit<Ruled, 'id'>[]): RulingStatus {
  return mergeStatuses(invariants.filter(({ isUnseen }) => isUnseen !== true).map(({ status }) => status))
}

/** One playing of a round, as it was ruled on. */
export interface Playing {
  readonly round: string
  readonly invariants: readonly Ruled[]
  readonly isInterrupted: boolean
  /** From the first send of its burst to the last, in milliseconds; null where nobody was released together. */
  readonly spreadMs: number | null
}

/** The playings of each round, in the order in which the rounds were first played. */
export function byRound(playings: readonly Playing[]): readonly (readonly [round: string, Playing[]])[] {
  const rounds = new Map<string, Playing[]>()
  for (const playing of playings) {
    const known = rounds.get(playing.round)
    if (known) known.push(playing)
    else rounds.set(playing.round, [playing])
  }
  return [...rounds]
}

/** The median of those that were released together, in milliseconds; null where none was. */
export function medianSpread(playings: readonly Playing[]): number | null {
  const spreads = playings.flatMap(({ spreadMs }) => spreadMs ?? [])
  return percentile(Float64Array.from(spreads).sort(), 50)
}
