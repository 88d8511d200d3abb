import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../clock.ts'
import type { Endpoint } from '../endpoint.ts'
import { openSocket } from './open-socket.ts'

/** What goes unanswered for so long is left at that. */
const patienceMs = 250

/** A connection that carries looks and no bookings. What is answered on it is counted in bytes, and read by nobody. */
export class Call {
  readonly socket: Socket
  #bytes = 0
  /** What the answer to one look took, as far as it came in one piece. */
  #answerBytes = 0
  /** Bytes that somebody waits for, and whom to tell. */
  #awaited = 0
  #came = () => {}

  /** Resolves when a look was answered, so that the connection has been dealt out to the process that will hear it. */
  static async open(endpoint: Endpoint, look: string): Promise<Call> {
    const call = new Call(endpoint)
    call.send(look)
    await call.#comes(1)
    call.#answerBytes = call.#bytes
    return call
  }

  private constructor(endpoint: Endpoint) {
    this.socket = openSocket(endpoint, { opened: () => {}, read: ({ length }) => this.#read(length) })
    this.socket.on('error', () => {})
    this.socket.once('close', () => this.#came())
  }

  get isOpen(): boolean {
    return !this.socket.destroyed
  }

  send(text: string): void {
    this.socket.write(text, 'latin1')
  }

  /** @returns milliseconds from sending so many looks in one piece until about the last of their answers */
  async ask(look: string, count: number): Promise<number> {
    const beganMs = monotonicMs()
    this.send(look.repeat(count))
    // One answer may be a few bytes shorter than another.
    await this.#comes(this.#answerBytes * (count - 0.5))
    return monotonicMs() - beganMs
  }

  close(): void {
    this.socket.destroy()
  }

  async #comes(bytes: number): Promise<void> {
    this.#bytes = 0
    this.#awaited = bytes
    const patience = new AbortController()
    const came = new Promise<void>((resolve) => (this.#came = resolve))
    await Promise.race([came, sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)])
    patience.abort()
  }

  #read(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes >= this.#awaited) this.#came()
  }
}
