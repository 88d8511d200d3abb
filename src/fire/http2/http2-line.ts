import { constants, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2'
import { addAbortSignal } from 'node:stream'
import type { Answer, PreparedRequest } from '../../target/booking-api.ts'
import type { Caller, Failure, Line } from '../line.ts'
import { IncomingAnswer } from './incoming-answer.ts'
import { requestHeaders } from './request-headers.ts'
import { isGone, type LiveSession, type SharedSession, type Sharer } from './shared-session.ts'
import type { Unflushed } from './unflushed.ts'

/** A request whose stream breaks while it is held back is armed again, on another session where that one is gone, this often. */
const rearmsMax = 3

const { NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants

/** A request on its way, and what has come back for it. */
interface Exchange {
  readonly session: LiveSession
  readonly stream: ClientHttp2Stream
  readonly answer: IncomingAnswer
}

/**
 * A user's share of a session: one stream at a time on it. The last byte travels with END_STREAM in one DATA frame of
 * ten bytes; a request without a body is held back by an empty one, since there a server waits for END_STREAM alone.
 *
 * Frames of a session that are written in one turn leave in one write: node's `Http2Session` only notes that it has
 * something to send, and an immediate after the turn (`MaybeScheduleWrite` in `src/node_http2.cc`) drains all streams
 * into one `writev`, or one TLS record where they fit. So the last frames of a burst share their segments.
 */
export class Http2Line implements Line, Sharer {
  readonly shared: SharedSession
  readonly #origin: URL
  readonly #unflushed: Unflushed
  #caller: Caller | null = null
  #headers: OutgoingHttpHeaders = {}
  #body: Buffer | null = null
  /** What is held back of the body: its last byte, or nothing where there is no body. */
  #last: Buffer | undefined
  #isHeld = false
  #isUnflushed = false
  #rearms = 0
  #exchange: Exchange | null = null

  constructor(shared: SharedSession, origin: URL, unflushed: Unflushed) {
    this.shared = shared
    this.#origin = origin
    this.#unflushed = unflushed
  }

  send(request: PreparedRequest, caller: Caller): void {
    this.#begin(request, caller)
    this.shared.ask(this)
  }

  arm(request: PreparedRequest, caller: Caller): void {
    this.#begin(request, caller)
    this.#last = this.#body?.subarray(-1)
    this.#isHeld = true
    this.#rearms = 0
    this.#isUnflushed = true
    this.#unflushed.add()
    this.shared.ask(this)
  }

  release(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    if (this.#exchange === null) {
      this.shared.ask(this)
      return
    }
    this.#caller?.sending()
    this.#exchange.stream.end(this.#last)
  }

  abandon(): Answer | null {
    const partial = this.#caller === null ? null : (this.#exchange?.answer.soFar({ isWhole: false }) ?? null)
    this.#caller = null
    this.#isHeld = false
    this.#cancel()
    return partial
  }

  opened(session: LiveSession): void {
    if (this.#caller === null) return
    if (this.#isHeld) this.#writeArmed(session)
    else this.#writeWhole(session)
  }

  unopened(code: string): void {
    this.#flushed()
    this.#fail({ kind: 'unsent', code }, null)
  }

  #begin(request: PreparedRequest, caller: Caller): void {
    this.#body = request.body === null || request.body === '' ? null : Buffer.from(request.body)
    this.#headers = requestHeaders(request, { origin: this.#origin, body: this.#body })
    this.#caller = caller
    this.#isHeld = false
  }

  #writeWhole(session: LiveSession): void {
    this.#caller?.sending()
    const stream = this.#request(session, this.#body === null)
    if (this.#body !== null) stream.end(this.#body)
  }

  #writeArmed(session: LiveSession): void {
    const stream = this.#request(session, false)
    const held = this.#body?.subarray(0, -1)
    if (held !== undefined && held.length > 0) stream.write(held, () => this.#flushed())
    // A head alone leaves when this turn is over, and tells nobody.
    else setImmediate(() => this.#flushed())
  }

  #request(session: LiveSession, endStream: boolean): ClientHttp2Stream {
    const stream = session.http2.request(this.#headers, { endStream })
    const answer = new IncomingAnswer()
    const exchange = { session, stream, answer }
    this.#exchange = exchange
    stream.on('response', (head) => answer.begin(head))
    stream.on('data', (piece: Buffer) => answer.add(piece))
    stream.once('end', () => this.#ended(exchange))
    // The close that follows an error tells all there is to tell.
    stream.on('error', () => {})
    stream.once('close', () => this.#closed(exchange))
    return stream
  }

  #flushed(): void {
    if (!this.#isUnflushed) return
    this.#isUnflushed = false
    this.#unflushed.remove()
  }

  #ended(exchange: Exchange): void {
    if (exchange !== this.#exchange) return
    const whole = exchange.answer.soFar({ isWhole: true })
    // A stream that was reset ends as well, though not because all of it had come.
    if (whole === null || exchange.stream.rstCode !== NGHTTP2_NO_ERROR) return
    const caller = this.#caller
    this.#caller = null
    if (this.#isHeld) this.#cancel()
    this.#isHeld = false
    this.#exchange = null
    caller?.answered(whole)
  }

  #closed(exchange: Exchange): void {
    if (exchange !== this.#exchange) return
    this.#exchange = null
    this.#flushed()
    const partial = exchange.answer.soFar({ isWhole: false })
    const refused = wasRefused(exchange)
    // A server that refuses one stream of a session has too many of them, and would refuse the next as well.
    const isWelcome = !refused || isGone(exchange.session)
    if (this.#isHeld && partial === null && isWelcome) this.#rearm()
    else if (refused && partial === null) this.#fail({ kind: 'unsent', code: 'REFUSED_STREAM' }, null)
    else this.#fail({ kind: 'disconnect' }, partial)
  }

  /** Without its last byte the request cannot have been acted on, so it may be sent again as if for the first time. */
  #rearm(): void {
    if (this.#rearms++ < rearmsMax) this.shared.ask(this)
  }

  #fail(failure: Failure, partial: Answer | null): void {
    const caller = this.#caller
    this.#caller = null
    this.#isHeld = false
    caller?.failed(failure, partial)
  }

  #cancel(): void {
    const stream = this.#exchange?.stream
    this.#exchange = null
    this.#flushed()
    if (stream !== undefined) cancel(stream)
  }
}

const cancelled = AbortSignal.abort()

/**
 * Resets a stream with CANCEL. Its own `close` would first end it, and an END_STREAM on the wire releases a request that
 * is held back.
 */
const cancel = (stream: ClientHttp2Stream) => addAbortSignal(cancelled, stream)

/** A server promises that it has done nothing with a stream that it refused, nor with those after its last. */
const wasRefused = ({ session, stream }: Exchange): boolean =>
  stream.rstCode === NGHTTP2_REFUSED_STREAM || (stream.id ?? 0) > session.lastStreamId
