import { TargetError } from '../../operator/errors.ts'
import type { PreparedRequest } from '../../target/booking-api.ts'
import type { Endpoint } from '../endpoint.ts'
import type { Line, Lines } from '../line.ts'
import { openLines, type Opening } from '../open-lines.ts'
import { Http2Line } from './http2-line.ts'
import { SharedSession } from './shared-session.ts'
import { Unflushed } from './unflushed.ts'

/** So many final frames of ten bytes fit into one segment of 1,448 bytes, beside what TLS adds. */
const usersMax = 100

/** A server that has not read what was armed by then is not waited for. */
const flushMs = 5000

/** Few connections, each shared by as many users as the server takes requests at once. */
export class Http2Lines implements Lines {
  /** Nothing leaves before the turn is over. */
  readonly firstVolley = Infinity
  readonly #endpoint: Endpoint
  readonly #lines: (Http2Line | undefined)[] = []
  readonly #sessions: SharedSession[] = []
  readonly #unflushed = new Unflushed()
  #usersPerSession = usersMax
  /** How many users share the last of the sessions. */
  #usersOnLast = 0

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  of(user: number): Line {
    return this.#lineOf(user)
  }

  /** Opens the sessions of these users, by one look each. */
  async open(users: Uint32Array, look: PreparedRequest, signal: AbortSignal): Promise<void> {
    const looked = new Set<SharedSession>()
    // How many users share a session is known once the server has answered on the first.
    for (const some of [users.subarray(0, 1), users]) {
      const lookers = this.#onePerSession(some, looked)
      await this.#look({ lines: Array.from(lookers, (user) => this.of(user)), look, signal, users: users.length })
    }
  }

  async flushed(): Promise<void> {
    let overdue: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => (overdue = setTimeout(resolve, flushMs)))
    await Promise.race([this.#reached(), late])
    clearTimeout(overdue)
  }

  /** Not needed here: the last frames of a session come in one read, so that the server meets them together. */
  wakeUp(): void {}

  async close(): Promise<void> {
    for (const line of this.#lines) line?.abandon()
    for (const session of this.#sessions) session.destroy()
  }

  async #look(opening: Opening): Promise<void> {
    try {
      await openLines(opening)
    } catch (error) {
      throw this.#sessions.some(({ isForeign }) => isForeign) ? new TargetError(this.#noHttp2()) : error
    }
  }

  #noHttp2(): string {
    const how = this.#endpoint.origin.protocol === 'https:' ? 'over TLS' : 'without TLS'
    return `the target does not speak HTTP/2 ${how}; leave out --http2`
  }

  async #reached(): Promise<void> {
    await this.#unflushed.drained()
    await Promise.all(this.#sessions.map((session) => session.reached()))
  }

  /** @param looked the sessions to leave out; those of these users are added */
  #onePerSession(users: Uint32Array, looked: Set<SharedSession>): Uint32Array {
    const isFirst = (user: number) => {
      const { shared } = this.#lineOf(user)
      return !looked.has(shared) && looked.add(shared)
    }
    return users.filter(isFirst)
  }

  #lineOf(user: number): Http2Line {
    return (this.#lines[user] ??= new Http2Line(this.#sessionWithRoom(), this.#endpoint.origin, this.#unflushed))
  }

  #sessionWithRoom(): SharedSession {
    const last = this.#sessions.at(-1)
    if (last !== undefined && this.#usersOnLast < this.#usersPerSession) {
      this.#usersOnLast++
      return last
    }
    const another = new SharedSession(this.#endpoint, (streamsMax) => this.#learn(streamsMax))
    this.#sessions.push(another)
    this.#usersOnLast = 1
    return another
  }

  #learn(streamsMax: number): void {
    this.#usersPerSession = Math.max(1, Math.min(usersMax, streamsMax))
  }
}
