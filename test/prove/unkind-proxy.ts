import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'

/** What lies between users and a correct system, and makes it look worse than it is. */
export type Unkindness =
  /** Answers take up to 20 ms more, each another time, so that they come in another order. */
  | 'slow'
  /** One answer to a booking in five is lost on its way, and the user is told 502. */
  | 'bad-gateway'
  /** The first answer to each booking is lost, the request delivered again, and the user has the second answer. */
  | 'twice'
  /** Nobody gets through to a booking. */
  | 'refuses'
  /**
   * One booking in five waits until another one was made, and is told of a conflict: a database that cannot serialise
   * the two says so (SQLSTATE 40001), and the system passes it on.
   */
  | 'serialises'

const methods = ['GET', 'POST', 'DELETE'] as const

interface Delivered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Stands between the users and the API at an origin, until it is closed. */
export class UnkindProxy {
  readonly #origin: string
  readonly #unkindness: Unkindness
  readonly #agent = new Agent({ connections: 512, pipelining: 1 })
  readonly #server = createServer((incoming, response) => void this.#pass(incoming, response))
  #bookings = 0
  #booked: (() => void)[] = []

  constructor(origin: string, unkindness: Unkindness) {
    this.#origin = origin
    this.#unkindness = unkindness
  }

  /** @returns where it listens */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
    return `http://127.0.0.1:${address.port}`
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await this.#agent.destroy()
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray())
    const isBooking = incoming.method === 'POST' && incoming.url?.endsWith('/bookings') === true
    try {
      const {
        status,
        headers,
        body: answer,
      } = await (isBooking ? this.#passBooking(incoming, body) : this.#deliver(incoming, body))
      response.writeHead(status, headers).end(answer)
    } catch {
      response.destroy()
    }
  }

  async #passBooking(incoming: IncomingMessage, body: Buffer): Promise<Delivered> {
    const isFifth = this.#bookings++ % 5 === 4
    switch (this.#unkindness) {
      case 'slow': {
        const delivered = await this.#deliver(incoming, body)
        await sleep((this.#bookings * 7) % 20)
        return delivered
      }
      case 'bad-gateway': {
        const delivered = await this.#deliver(incoming, body)
        return isFifth ? problem(502, 'BAD_GATEWAY') : delivered
      }
      case 'twice':
        await this.#deliver(incoming, body)
        return this.#deliver(incoming, body)
      case 'refuses':
        return problem(403, 'CLOSED')
      case 'serialises':
        return isFifth && (await this.#otherIsBooked())
          ? problem(409, 'VERSION_CONFLICT')
          : this.#deliver(incoming, body)
    }
  }

  /** @returns false where no other booking was made for a while */
  async #otherIsBooked(): Promise<boolean> {
    const booked = new Promise<true>((resolve) => this.#booked.push(() => resolve(true)))
    return Promise.race([booked, sleep(100, false)])
  }

  async #deliver({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Promise<Delivered> {
    const { host: _, connection: __, 'content-length': ___, ...kept } = headers
    const answer = await request(`${this.#origin}${url}`, {
      method: methods.find((known) => known === method) ?? 'GET',
      headers: kept,
      body: body.length === 0 ? null : body,
      dispatcher: this.#agent,
    })
    const { 'transfer-encoding': ____, connection: _____, ...answered } = answer.headers
    const delivered = {
      status: answer.statusCode,
      headers: answered,
      body: Buffer.from(await answer.body.arrayBuffer()),
    }
    if (delivered.status === 201) for (const tell of this.#booked.splice(0)) tell()
    return delivered
  }
}

function problem(status: number, code: string): Delivered {
  const body = Buffer.from(JSON.stringify({ status, code }))
  return { status, headers: { 'content-type': 'application/problem+json' }, body }
}
