import type { Arrivals } from './arrivals.ts'
import type { ServerOptions } from './options.ts'

/** How to start; without a database of its own, the process keeps one in a temporary folder until it ends. */
export type StartOptions = Omit<ServerOptions, 'database'> & { readonly database: string | null }

/** What the process used between `startMeasuring` and `stopMeasuring`. */
export interface Usage {
  readonly cpuMs: number
  readonly rssStartMb: number
  readonly rssPeakMb: number
  readonly rssEndMb: number
  /** By how much the event loop was late; 0 where it never was, or was not looked at often enough to tell. */
  readonly eventLoopDelayP99Ms: number
  /** Null where too few requests for seats came to speak of a spread. */
  readonly arrivals: Arrivals | null
}

/** From the parent to the server process. */
export type ToServer =
  | { readonly type: 'start'; readonly options: StartOptions }
  | { readonly type: 'setProcessing'; readonly ms: number }
  /** `burst` is how many requests for seats were sent together; those that come after as many are retries. */
  | { readonly type: 'startMeasuring'; readonly burst: number }
  | { readonly type: 'stopMeasuring' }
  | { readonly type: 'stop' }

/** From the server process to its parent. */
export type FromServer =
  | {
      readonly type: 'ready'
      readonly url: string
      readonly adminToken: string
      /** What a client has to trust, as PEM; null where the server speaks in the clear. */
      readonly certificate: string | null
      readonly pid: number
      /** The temporary folder; removed when the process ends, unless it is killed outright. */
      readonly folder: string | null
      /** Such as `sqlite 3.53.0`. */
      readonly store: string
    }
  /** `isFile` where another database file would mend it. */
  | { readonly type: 'failed'; readonly message: string; readonly isFile: boolean }
  /** Bookings that are asked for from now on take the processing time that was asked for. */
  | { readonly type: 'processingSet' }
  | { readonly type: 'measuring' }
  | ({ readonly type: 'usage' } & Usage)
