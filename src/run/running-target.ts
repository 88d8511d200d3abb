import type { ToldContract } from '../target/contract/compile.ts'

/** How close together the requests for seats came to the server, in milliseconds after the first of them. */
interface Arrivals {
  /** How many came, at most as many as were released together. */
  readonly count: number
  /** From the first to the last. */
  readonly spreadMs: number
  readonly p50Ms: number
  readonly p90Ms: number
}

/** What the target's own process used while a round ran. */
export interface ServerUsage {
  readonly cpuMs: number
  readonly rssStartMb: number
  readonly rssPeakMb: number
  readonly rssEndMb: number
  readonly eventLoopDelayP99Ms: number
  /** Null where fewer than two came. */
  readonly arrivals: Arrivals | null
}

/** A booking system that answers, wherever it came from. */
export interface RunningTarget {
  readonly kind: 'embedded' | 'http'
  /** Where its API starts, such as `http://127.0.0.1:3000/api/v1`. */
  readonly baseUrl: string
  /** How it is talked to. */
  readonly contract: ToldContract
  /** What to do where it does not take the credentials of the operator; null where nothing is known. */
  readonly adminHint: string | null
  /** The certificate that a client has to trust, as PEM; null where the usual authorities vouch, or nothing is encrypted. */
  readonly certificate: string | null
  /** What it keeps its bookings in, and how it makes one, where that is known. */
  readonly store?: string
  readonly strategy?: string
  /** The bug that was planted in it, if any. */
  readonly bug?: string
  /** Aborts, with a sentence as its reason, when the target's process is known to have ended. */
  readonly gone: AbortSignal
  /** What only a target that is ours can be asked for; null for anybody else's. */
  readonly own: OwnProcess | null
}

export interface OwnProcess {
  /**
   * Sets how long a booking takes between its read and its write, from now on.
   * @throws {TargetError} where the process does not answer
   */
  readonly setProcessing: (ms: number) => Promise<void>
  /** @param burst how many users are released together; what comes after as many requests are retries */
  readonly startMeasuring: (burst: number) => Promise<void>
  /** @returns what was used since the start, or null where the process ended meanwhile */
  readonly stopMeasuring: () => Promise<ServerUsage | null>
}
