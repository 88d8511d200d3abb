import type { ClientHttp2Session } from 'node:http2'
import type { Endpoint } from '../endpoint.ts'
import { notHttp2, openSession, type SessionEvents } from './open-session.ts'

/** A session that is open, or was. */
export interface LiveSession {
  readonly http2: ClientHttp2Session
  /** The last stream that the server may have acted on, as its GOAWAY said (RFC 9113, section 6.8). */
  lastStreamId: number
}

/** Somebody with a request to send. */
export interface Sharer {
  /** Called within `ask` where the session is open already. */
  opened(session: LiveSession): void
  unopened(code: string): void
}

/** One connection for several users, opened when the first of them needs it, and again where it was closed. */
export class SharedSession {
  /** The other end turned out to speak something else. */
  isForeign = false
  readonly #open: (events: SessionEvents) => ClientHttp2Session
  readonly #streamsMaxKnown: (streamsMax: number) => void
  readonly #waiting = new Set<Sharer>()
  #session: LiveSession | null = null
  #isOpen = false

  constructor(endpoint: Endpoint, streamsMaxKnown: (streamsMax: number) => void) {
    this.#open = (events) => openSession(endpoint, events)
    this.#streamsMaxKnown = streamsMaxKnown
  }

  /** Asks for the session; asking again while waiting for it changes nothing. */
  ask(sharer: Sharer): void {
    if (this.#session !== null && this.#isOpen && !isGone(this.#session)) {
      sharer.opened(this.#session)
      return
    }
    this.#waiting.add(sharer)
    if (this.#session === null || this.#isOpen) this.#connect()
  }

  /** Resolves when the server has read all that was sent to it, or the session is gone. */
  async reached(): Promise<void> {
    const session = this.#session
    if (session === null || !this.#isOpen || session.http2.destroyed) return
    await new Promise<void>((resolve) => void session.http2.ping(() => resolve()))
  }

  destroy(): void {
    this.#waiting.clear()
    this.#session?.http2.destroy()
  }

  #connect(): void {
    this.#isOpen = false
    const http2 = this.#open({
      opened: (streamsMax) => this.#opened(session, streamsMax),
      closed: (code) => this.#closed(session, code),
    })
    const session: LiveSession = { http2, lastStreamId: Number.POSITIVE_INFINITY }
    http2.once('goaway', (_code, lastStreamId) => (session.lastStreamId = lastStreamId))
    this.#session = session
  }

  #opened(session: LiveSession, streamsMax: number): void {
    this.#isOpen = true
    this.#streamsMaxKnown(streamsMax)
    for (const sharer of this.#takeWaiting()) sharer.opened(session)
  }

  #closed(session: LiveSession, code: string): void {
    if (session !== this.#session) return
    this.#session = null
    this.isForeign = code === notHttp2
    if (!this.#isOpen) for (const sharer of this.#takeWaiting()) sharer.unopened(code)
    this.#isOpen = false
  }

  #takeWaiting(): readonly Sharer[] {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    return waiting
  }
}

/** Whether no further request can be sent on it; those under way may yet be answered. */
export const isGone = ({ http2 }: LiveSession): boolean => http2.closed || http2.destroyed
