import type { Fired } from '../fire/fire-round.ts'

/** What several senders did together: they worked side by side, so times are those of the slowest. */
export function mergeFired(parts: readonly Fired[]): Fired {
  const most = (read: (fired: Fired) => number) => Math.max(0, ...parts.map(read))
  return {
    launched: parts.reduce((sum, { launched }) => sum + launched, 0),
    openedMs: most(({ openedMs }) => openedMs),
    armMs: most(({ armMs }) => armMs),
    releaseMs: most(({ releaseMs }) => releaseMs),
    durationMs: most(({ durationMs }) => durationMs),
    slowestMs: most(({ slowestMs }) => slowestMs),
    busyShare: most(({ busyShare }) => busyShare),
  }
}
