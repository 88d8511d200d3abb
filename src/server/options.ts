import type { BugName } from '../booking/bug.ts'
import type { RateLimit } from '../booking/rate-limit.ts'
import type { Strategy } from '../booking/strategy.ts'

export interface ServerOptions {
  /** 127.0.0.1 unless told. */
  readonly host?: string
  /** 0 takes any free port. */
  readonly port: number
  /** Path of the SQLite file, created where it does not exist. */
  readonly database: string
  readonly strategy: Strategy
  /** How long a booking waits between its decision and its write; it stands for payment or a fraud check. */
  readonly processingMs: number
  readonly rateLimit: RateLimit
  /** HTTP/2, and HTTP/1.1 beside it, over TLS with a certificate made on the spot; otherwise HTTP/1.1 in the clear. */
  readonly http2: boolean
  /** A mistake to make on purpose; none where everything is to be right. */
  readonly bug?: BugName
  /** A random one is made where none is given. */
  readonly adminToken?: string
}
