import type { PreparedRequest } from '../../target/booking-api.ts'
import { isOnThisMachine, type Endpoint } from '../endpoint.ts'
import { type Line, type Lines } from '../line.ts'
import { openLines } from '../open-lines.ts'
import { Http1Line, type Unflushed } from './http1-line.ts'
import { WakeUpCalls } from './wake-up-calls.ts'

/** As many as make it likely that every process of the target has some, and few enough that none waits for long. */
const localVolley = 8

/** A connection for each user, kept from round to round, so that no handshake falls into the measured part. */
export class Http1Lines implements Lines {
  readonly #endpoint: Endpoint
  readonly #lines: (Http1Line | undefined)[] = []
  readonly #unflushed: Unflushed = { count: 0, drained: () => {} }
  readonly #wakeUpCalls: WakeUpCalls

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
    this.#wakeUpCalls = new WakeUpCalls(endpoint)
  }

  get firstVolley(): number {
    return isOnThisMachine(this.#endpoint) && !this.#wakeUpCalls.areToOneProcess ? localVolley : Infinity
  }

  of(user: number): Line {
    return (this.#lines[user] ??= new Http1Line(this.#endpoint, this.#unflushed))
  }

  async open(users: Uint32Array, look: PreparedRequest, signal: AbortSignal): Promise<void> {
    await openLines({ lines: Array.from(users, (user) => this.of(user)), look, signal })
    if (!signal.aborted) await this.#wakeUpCalls.open(look)
  }

  wakeUp(): void {
    this.#wakeUpCalls.ring()
  }

  flushed(): Promise<void> {
    if (this.#unflushed.count === 0) return Promise.resolve()
    return new Promise((resolve) => (this.#unflushed.drained = resolve))
  }

  async close(): Promise<void> {
    for (const line of this.#lines) line?.abandon()
    this.#wakeUpCalls.close()
  }
}
