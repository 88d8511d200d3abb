import { once } from 'node:events'
import { Client, type Dispatcher } from 'undici'
import { TargetError } from '../operator/errors.ts'
import type { PreparedRequest } from '../target/booking-api.ts'

/** More handshakes at once than this overflow the listen queue of a common server, which then costs a second each. */
const handshakesAtOnce = 256
const connectTimeoutMs = 10_000

/** A target that takes longer to show an event will not come to a burst. */
const lookMs = 20_000

/** A connection for each user, kept from round to round, so that no handshake falls into the measured part. */
export class Connections {
  readonly #clients: readonly Client[]

  /** @param origin scheme, host and port, such as `http://127.0.0.1:3000` */
  constructor(origin: string, count: number) {
    this.#clients = Array.from(
      { length: count },
      () =>
        new Client(origin, {
          pipelining: 1,
          connectTimeout: connectTimeoutMs,
          keepAliveTimeout: 600_000,
          keepAliveMaxTimeout: 600_000,
          // Users time out by their own clock, attempt by attempt; undici's ticks about twice a second.
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
    )
  }

  of(user: number): Client {
    const client = this.#clients[user]
    if (!client) throw new RangeError(`user ${user} has no connection`)
    return client
  }

  /**
   * Opens the connections of these users, or makes sure that they are still open, by a look that changes nothing.
   * @throws {TargetError} where one of them cannot be opened: a burst with fewer users would be another experiment
   */
  async open(users: Uint32Array, look: PreparedRequest, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    let next = 0
    const lane = async () => {
      while (next < users.length && !signal.aborted) await warm(this.of(users[next++] ?? 0), look, users.length)
    }
    const lanes = Promise.all(Array.from({ length: Math.min(users.length, handshakesAtOnce) }, lane))
    const stopped = new AbortController()
    try {
      await Promise.race([lanes, once(signal, 'abort', { signal: stopped.signal })])
    } finally {
      stopped.abort()
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.destroy()))
  }
}

function warm(client: Client, { method, path, headers }: PreparedRequest, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseEnd: () => resolve(),
      onResponseError: (_, error) => reject(new TargetError(connectComplaint(error, count))),
    }
    client.dispatch({ method, path, headers: [...headers], headersTimeout: lookMs, bodyTimeout: lookMs }, handler)
  })
}

function connectComplaint(error: Error, count: number): string {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EMFILE' || code === 'ENFILE') {
    return `${count} users need ${count} connections, more than the file limit allows; raise it with \`ulimit -n ${count + 200}\` or use fewer users`
  }
  if (code === 'ECONNREFUSED') return 'a connection was refused: nobody listens there any more'
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return `not every one of ${count} users could be connected: a look at the event had no answer within ${lookMs / 1000} s`
  }
  return `not every one of ${count} users could be connected: ${error.message || code}`
}
