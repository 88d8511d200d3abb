import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What the tool itself used while a round ran, with all its threads. */
export interface SelfUsage {
  readonly cpuMs: number
  /** By how much this thread's event loop was late; 0 where it never was, or was not looked at often enough to tell. */
  readonly eventLoopDelayP99Ms: number
}

const resolutionMs = 5

/** Starts to watch this process. @returns what ends it */
export function watchSelf(): () => SelfUsage {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  const before = process.cpuUsage()
  return () => {
    delays.disable()
    const { user, system } = process.cpuUsage(before)
    return {
      cpuMs: (user + system) / 1000,
      eventLoopDelayP99Ms: delays.count === 0 ? 0 : Math.max(0, delays.percentile(99) / 1e6 - resolutionMs),
    }
  }
}
