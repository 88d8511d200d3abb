import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { until } from './until.ts'

/** A whole request as a target read it off the wire. */
export interface RawRequest {
  readonly line: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
  /** What came first is 0; looks at the event and bookings are counted together. */
  readonly number: number
  readonly receivedMs: number
}

/** One connection, as the target sees it. */
export interface RawConnection {
  readonly number: number
  readonly socket: Socket
  readonly requests: readonly RawRequest[]
  /** What came of a request whose end has not come. */
  readonly begun: string
}

export interface Behaviour {
  /** Answers a booking, or a cancellation; a target without it never answers one. */
  readonly onBooking?: (connection: RawConnection, request: RawRequest) => void
  /** Answers a look at the event; it is shown unless the behaviour says otherwise. */
  readonly onLook?: (connection: RawConnection, request: RawRequest) => void
  /** Called when a booking, or a cancellation, lies there but for its last byte. */
  readonly onArmed?: (connection: RawConnection) => void
  readonly onConnection?: (connection: RawConnection) => void
  /** A key and a certificate, both PEM, for a target that speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

/** Answers with a status and a body whose length it names. */
export function answer(status: number, body = '', headers: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${status} Status`, ...headers, `content-length: ${Buffer.byteLength(body)}`, '', body]
  return lines.join('\r\n')
}

export const soldOut = answer(409, '{"code":"SOLD_OUT"}')
export const event = answer(200, '{}')

class Conversation implements RawConnection {
  readonly requests: RawRequest[] = []
  readonly socket: Socket
  readonly number: number
  begun = ''
  #isArmed = false

  constructor(socket: Socket, number: number) {
    this.socket = socket
    this.number = number
  }

  hear(text: string, { onBooking, onLook = showEvent, onArmed }: Behaviour): void {
    this.begun += text
    for (let request = this.#takeRequest(); request !== null; request = this.#takeRequest()) {
      this.#isArmed = false
      this.requests.push(request)
      if (request.line.startsWith('GET ')) onLook(this, request)
      else onBooking?.(this, request)
    }
    if (missingOf(this.begun) !== 1 || this.#isArmed) return
    this.#isArmed = true
    onArmed?.(this)
  }

  carries(): boolean {
    return [this.begun, ...this.requests.map(({ line }) => line)].some((text) => /^(?:POST|DELETE) /.test(text))
  }

  #takeRequest(): RawRequest | null {
    const missing = missingOf(this.begun)
    if (missing === null || missing > 0) return null
    const end = this.begun.length + missing
    const request = requestFrom(this.begun.slice(0, end), this.requests.length)
    this.begun = this.begun.slice(end)
    return request
  }
}

const showEvent = ({ socket }: RawConnection) => void socket.write(event)

/** How many bytes are missing of the request that these begin; negative where more than it came. */
function missingOf(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n')
  // Without a body, the last byte is that of the head; a look is never held back.
  if (headEnd === -1) return text.startsWith('DELETE ') && text.endsWith('\r\n\r') ? 1 : null
  const [, length = '0'] = /^content-length: (\d+)\r$/m.exec(text.slice(0, headEnd + 2)) ?? []
  return headEnd + 4 + Number(length) - text.length
}

function requestFrom(text: string, number: number): RawRequest {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [line = '', ...fields] = head.split('\r\n')
  const headers = new Map(fields.map((field) => [field.split(':')[0] ?? '', field.replace(/^[^:]*: /, '')]))
  return { line, headers, body: rest.join('\r\n\r\n'), number, receivedMs: performance.now() }
}

export interface RawTarget {
  readonly origin: string
  /** Every connection that was ever opened, in the order in which they came. */
  readonly connections: readonly RawConnection[]
  /** Those of them over which bookings came, or began to come; the others were only looked through. */
  readonly carriers: () => readonly RawConnection[]
  /** How many of them are open. */
  readonly open: () => number
  /** Resolves when the last connection is gone. */
  readonly deserted: () => Promise<void>
  /** Every whole request that was no look at the event, in the order in which their ends came. */
  readonly bookings: readonly RawRequest[]
  /** Stops listening and cuts every connection. */
  readonly die: () => void
}

/**
 * A target that reads requests off bare sockets and does with them what a test says, however far from HTTP that is.
 * It is closed when the test is finished.
 */
export async function rawTarget(behaviour: Behaviour): Promise<RawTarget> {
  const connections: Conversation[] = []
  const bookings: RawRequest[] = []
  let open = 0
  const onBooking = (connection: RawConnection, request: RawRequest) => {
    bookings.push(request)
    behaviour.onBooking?.(connection, request)
  }
  const serve = (socket: Socket) => {
    const connection = new Conversation(socket, connections.length)
    connections.push(connection)
    open++
    socket.once('close', () => open--)
    // Clients hang up in every way there is, and some behaviours write to those who have.
    socket.on('error', () => {})
    socket.on('data', (bytes) => connection.hear(bytes.toString('latin1'), { ...behaviour, onBooking }))
    behaviour.onConnection?.(connection)
  }
  const server = behaviour.tls ? createTlsServer(behaviour.tls, serve) : createTcpServer({ noDelay: true }, serve)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve))
  const die = () => {
    server.close()
    for (const { socket } of connections) socket.destroy()
  }
  onTestFinished(die)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  const { port } = server.address() as AddressInfo
  const origin = `${behaviour.tls ? 'https' : 'http'}://127.0.0.1:${port}`
  const carriers = () => connections.filter((connection) => connection.carries())
  return { origin, connections, carriers, bookings, open: () => open, deserted: () => until(() => open === 0), die }
}
