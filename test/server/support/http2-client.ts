import { once } from 'node:events'
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2'
import { onTestFinished } from 'vitest'
import type { Answer, ServerAddress } from './api-client.ts'

export interface Armed {
  readonly release: () => Promise<Answer>
  /** Takes the request back, unfinished as it is. */
  readonly cancel: () => void
}

/** Speaks HTTP/2 to a server, with Node's own client, on one connection that ends with the test. */
export class Http2Client {
  readonly session: ClientHttp2Session
  readonly #path: string

  /** @throws what the connection fails with, such as for want of trust */
  static async connect({ url, certificate }: ServerAddress): Promise<Http2Client> {
    const { origin, pathname } = new URL(url)
    const session = connect(origin, certificate === null ? {} : { ca: certificate })
    onTestFinished(() => session.destroy())
    await Promise.all([once(session, 'connect'), once(session, 'remoteSettings')])
    // How it ends is told by its 'close' and by its streams.
    session.on('error', () => undefined)
    return new Http2Client(session, pathname)
  }

  private constructor(session: ClientHttp2Session, path: string) {
    this.session = session
    this.#path = path
  }

  /** Sends a request but its last byte. */
  arm(token: string, eventId: string, seats: number): Armed {
    const body = Buffer.from(JSON.stringify({ eventId, seats }))
    const stream = this.#open('POST', '/bookings', token, body.length)
    stream.write(body.subarray(0, -1))
    const answer = answerOf(stream)
    // Where it fails before it is released, whoever releases it learns so then.
    answer.catch(() => undefined)
    return {
      cancel: () => stream.close(constants.NGHTTP2_CANCEL),
      release: () => {
        stream.end(body.subarray(-1))
        return answer
      },
    }
  }

  book(token: string, eventId: string, seats: number): Promise<Answer> {
    return this.arm(token, eventId, seats).release()
  }

  get(path: string, token: string): Promise<Answer> {
    return answerOf(this.#open('GET', path, token, 0).end())
  }

  #open(method: 'GET' | 'POST', path: string, token: string, length: number): ClientHttp2Stream {
    return this.session.request(
      {
        ':method': method,
        ':path': `${this.#path}${path}`,
        authorization: `Bearer ${token}`,
        ...(length === 0 ? {} : { 'content-type': 'application/json', 'content-length': length }),
      },
      { endStream: false },
    )
  }
}

async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  let text = ''
  let headers: Answer['headers'] = {}
  stream.setEncoding('utf8').on('data', (part: string) => (text += part))
  stream.on('response', (given) => (headers = given as Answer['headers']))
  await once(stream, 'close')
  if (headers[':status'] === undefined) throw new Error(`the stream was closed without an answer: ${stream.rstCode}`)
  return { status: Number(headers[':status']), headers, body: JSON.parse(text) }
}
