import type { Socket } from 'node:net'
import type { PreparedRequest } from '../../target/booking-api.ts'
import type { Endpoint } from '../endpoint.ts'
import { rest } from '../rest.ts'
import { openSocket } from './open-socket.ts'
import { requestText } from './request-text.ts'

/** Enough that every process of a server is likely to get one. */
const calls = 4

/** How many looks a call asks for: some tenths of a millisecond's work for a common server. */
const looksEach = 8

/** For the server to wake up and begin with the looks. */
const headStartMs = 0.3

/**
 * Looks at the event that leave just before the last bytes of a burst, on connections of their own. A server that sleeps
 * is woken up by the first byte that comes, works off what it finds, which is one request, and by the time that it looks
 * again the race for that one is over. Woken up by looks, it is busy while the first last bytes come, and meets them
 * together. The looks of a call are pipelined, so that they arrive in one piece. It is for connections of their own what
 * the PING is for Kettle's single packet.
 */
export class WakeUpCalls {
  readonly #endpoint: Endpoint
  #sockets: readonly Socket[] = []
  #text = ''

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  /** Opens the connections, or those that are closed again. One that does not open is left out: it is only a help. */
  async open(look: PreparedRequest): Promise<void> {
    this.#text = requestText(look, this.#endpoint.origin.host).repeat(looksEach)
    this.#sockets = await Promise.all(
      Array.from({ length: calls }, async (_, index) => {
        const socket = this.#sockets[index]
        return socket && !socket.destroyed ? socket : this.#openOne()
      }),
    )
  }

  /** Sends the looks, and gives them a head start. Nobody waits for what they answer. */
  ring(): void {
    for (const socket of this.#sockets) socket.write(this.#text, 'latin1')
    rest(headStartMs)
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #openOne(): Promise<Socket> {
    return new Promise((resolve) => {
      const socket = openSocket(this.#endpoint, { opened: () => resolve(socket), read: () => {} })
      socket.on('error', () => {})
      socket.once('close', () => resolve(socket))
    })
  }
}
