import type { Strategy } from '../booking/strategy.ts'

export interface RateLimit {
  /** Requests that one user may send within a window. */
  readonly limit: number
  readonly windowMs: number
}

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
  /** Null puts no limit on anybody. */
  readonly rateLimit: RateLimit | null
  /** A random one is made where none is given. */
  readonly adminToken?: string
}
