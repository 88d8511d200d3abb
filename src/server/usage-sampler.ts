import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Usage } from './process-messages.ts'

const rssEveryMs = 20
/** How often the event loop is looked at. What the monitor records includes this interval. */
const delayResolutionMs = 10

const rssMb = (): number => process.memoryUsage.rss() / 2 ** 20

/** Watches what this process uses, from each `start` to the `stop` that follows it. */
export class UsageSampler {
  readonly #delays = monitorEventLoopDelay({ resolution: delayResolutionMs })
  #timer: NodeJS.Timeout | undefined
  #cpuAtStart = process.cpuUsage()
  #rssStartMb = 0
  #rssPeakMb = 0

  start(): void {
    clearInterval(this.#timer)
    this.#cpuAtStart = process.cpuUsage()
    this.#rssStartMb = rssMb()
    this.#rssPeakMb = this.#rssStartMb
    this.#delays.reset()
    this.#delays.enable()
    this.#timer = setInterval(() => {
      this.#rssPeakMb = Math.max(this.#rssPeakMb, rssMb())
    }, rssEveryMs)
    // Watching is no reason to stay alive.
    this.#timer.unref()
  }

  stop(): Omit<Usage, 'arrivals'> {
    clearInterval(this.#timer)
    this.#delays.disable()
    const cpu = process.cpuUsage(this.#cpuAtStart)
    const rssEndMb = rssMb()
    return {
      cpuMs: (cpu.user + cpu.system) / 1000,
      rssStartMb: this.#rssStartMb,
      rssPeakMb: Math.max(this.#rssPeakMb, rssEndMb),
      rssEndMb,
      eventLoopDelayP99Ms: Math.max(0, this.#delays.percentile(99) / 1e6 - delayResolutionMs),
    }
  }
}
