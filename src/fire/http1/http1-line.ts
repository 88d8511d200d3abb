import type { Socket } from 'node:net'
import type { Answer, PreparedRequest } from '../../target/booking-api.ts'
import type { Endpoint } from '../endpoint.ts'
import type { Caller, Line } from '../line.ts'
import { openSocket } from './open-socket.ts'
import { requestText } from './request-text.ts'
import { ResponseReader } from './response-reader.ts'

/** Counts the armed requests that have not left this machine yet. */
export interface Unflushed {
  count: number
  /** Called when the count comes down to 0. */
  drained: () => void
}

/** A connection that breaks while its request is held back is opened and armed again, this often. */
const rearmsMax = 3

/** A connection of its own for one user, over TCP or TLS, with one request on it at a time. */
export class Http1Line implements Line {
  readonly #endpoint: Endpoint
  readonly #unflushed: Unflushed
  readonly #reader = new ResponseReader()
  #socket: Socket | null = null
  #isOpen = false
  #caller: Caller | null = null
  #text = ''
  /** The byte that was held back; empty where none is. */
  #last = ''
  #isUnflushed = false
  #rearms = 0
  /** Why the connection failed, where it did. */
  #errorCode = ''

  constructor(endpoint: Endpoint, unflushed: Unflushed) {
    this.#endpoint = endpoint
    this.#unflushed = unflushed
  }

  send(request: PreparedRequest, caller: Caller): void {
    this.#begin(request, caller)
    if (this.#isOpen) this.#writeWhole()
    else this.#open()
  }

  arm(request: PreparedRequest, caller: Caller): void {
    this.#begin(request, caller)
    this.#last = this.#text.slice(-1)
    this.#rearms = 0
    this.#isUnflushed = true
    this.#unflushed.count++
    if (this.#isOpen) this.#writeArmed()
    else this.#open()
  }

  release(): void {
    const last = this.#last
    if (last === '') return
    this.#last = ''
    if (this.#isOpen) {
      this.#caller?.sending()
      this.#socket?.write(last, 'latin1')
    } else if (this.#socket === null) this.#open()
  }

  abandon(): Answer | null {
    const partial = this.#caller === null ? null : this.#partial()
    this.#caller = null
    this.#last = ''
    this.#hangUp()
    return partial
  }

  #begin(request: PreparedRequest, caller: Caller): void {
    this.#text = requestText(request, this.#endpoint.origin.host)
    this.#caller = caller
    this.#reader.reset()
  }

  #open(): void {
    this.#errorCode = ''
    const socket = openSocket(this.#endpoint, {
      opened: () => this.#opened(),
      read: (bytes) => this.#read(socket, bytes),
    })
    this.#socket = socket
    socket.on('error', (error) => (this.#errorCode = 'code' in error ? String(error.code) : error.message))
    // A server that says that it is done has said all that it will.
    socket.once('end', () => this.#closed(socket))
    socket.once('close', () => this.#closed(socket))
  }

  #opened(): void {
    this.#isOpen = true
    if (this.#caller === null) return
    if (this.#last === '') this.#writeWhole()
    else this.#writeArmed()
  }

  #writeWhole(): void {
    this.#caller?.sending()
    this.#socket?.write(this.#text, 'latin1')
  }

  #writeArmed(): void {
    this.#socket?.write(this.#text.slice(0, -1), 'latin1', () => this.#flushed())
  }

  #flushed(): void {
    if (!this.#isUnflushed) return
    this.#isUnflushed = false
    if (--this.#unflushed.count === 0) this.#unflushed.drained()
  }

  #read(socket: Socket, bytes: Buffer): void {
    if (socket !== this.#socket) return
    const reading = this.#caller === null ? 'broken' : this.#reader.push(bytes)
    if (reading === 'more') return
    if (reading === 'whole') this.#answered()
    else this.#broke()
  }

  #answered(): void {
    const caller = this.#caller
    this.#caller = null
    // Answered before its last byte: the server may read that byte, if it came, as the start of another request.
    if (!this.#reader.keepsAlive || this.#last !== '') this.#hangUp()
    this.#last = ''
    caller?.answered(this.#answer(true))
  }

  #broke(): void {
    const caller = this.#caller
    this.#caller = null
    this.#last = ''
    this.#hangUp()
    caller?.failed({ kind: 'unreadable' }, this.#partial())
  }

  #closed(socket: Socket): void {
    if (socket !== this.#socket) return
    const wasOpen = this.#isOpen
    this.#hangUp()
    if (this.#caller === null) return
    if (this.#reader.end() === 'whole') this.#answered()
    else if (this.#last !== '' && wasOpen) this.#rearm()
    else this.#lost(wasOpen)
  }

  /** Without its last byte the request cannot have been acted on, so it may be sent again as if for the first time. */
  #rearm(): void {
    this.#reader.reset()
    if (this.#rearms++ < rearmsMax) this.#open()
  }

  #lost(wasOpen: boolean): void {
    const caller = this.#caller
    this.#caller = null
    this.#last = ''
    if (wasOpen) caller?.failed({ kind: 'disconnect' }, this.#partial())
    else caller?.failed({ kind: 'unsent', code: this.#errorCode || 'closed' }, null)
  }

  #hangUp(): void {
    this.#socket?.destroy()
    this.#socket = null
    this.#isOpen = false
    this.#flushed()
  }

  #partial(): Answer | null {
    return this.#reader.status === 0 ? null : this.#answer(false)
  }

  #answer(isWhole: boolean): Answer {
    const { status, header, values } = this.#reader
    return { status, header, setCookies: () => values('set-cookie'), body: this.#reader.body(), isWhole }
  }
}
