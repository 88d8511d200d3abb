import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import {
  constants,
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { addAbortSignal } from 'node:stream'
import { createServer as createTlsServer } from 'node:tls'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Http2Lines } from '../../src/fire/http2/http2-lines.ts'
import type { Caller, Failure, Line } from '../../src/fire/line.ts'
import { makeCertificate, type SelfSigned } from '../../src/server/certificate.ts'
import type { Answer, PreparedRequest } from '../../src/target/booking-api.ts'
import { bookingApi } from '../../src/target/contract/compile.ts'
import { contract, holderOf } from '../builders/own-api.ts'
import { startServer } from '../server/support/start-server.ts'

let identity: SelfSigned
beforeAll(async () => {
  identity = await makeCertificate('127.0.0.1')
})

/** A request as far as it has come to a server. */
interface Received {
  readonly stream: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  body: string
  isWhole: boolean
}

interface WatchedServer {
  readonly lines: Http2Lines
  /** Every request but the looks, in the order in which they began. */
  readonly received: Received[]
  /** The requests that came whole, by the user that they name, in the order in which they became so. */
  readonly whole: string[]
  readonly sessions: ServerHttp2Session[]
  readonly looks: () => number
  readonly server: Server
  /** Breaks every connection, as a process does that is killed. */
  readonly hangUp: () => void
}

interface Behaviour {
  readonly isSecure?: boolean
  readonly options?: ServerOptions
  /** Called when the head of a request has come. */
  readonly onHead?: (received: Received, nth: number) => void
  readonly onWhole?: (received: Received) => void
}

const portOf = (server: Server): number => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  return (server.address() as AddressInfo).port
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return portOf(server)
}

function linesTo(port: number, isSecure: boolean, certificate: string | null = identity.certificate): Http2Lines {
  const origin = new URL(`${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`)
  const lines = new Http2Lines({ origin, certificate: isSecure ? certificate : null })
  onTestFinished(() => lines.close())
  return lines
}

const agree = ({ stream }: Received) => {
  stream.respond({ ':status': 201, 'content-type': 'application/json' })
  stream.end('{"ok":true}')
}

/** Resets a stream and nothing else: its `close` would end it first. */
const breakOff = (stream: ServerHttp2Stream) => stream.destroy(new Error('broken off'))

/** A real HTTP/2 server that remembers what came, and answers looks by itself. */
async function watch({
  isSecure = false,
  options = {},
  onHead,
  onWhole = agree,
}: Behaviour = {}): Promise<WatchedServer> {
  const received: Received[] = []
  const whole: string[] = []
  const sessions: ServerHttp2Session[] = []
  let looks = 0
  const server: Http2Server | Http2SecureServer = isSecure
    ? createSecureServer({ ...options, key: identity.key, cert: identity.certificate })
    : createServer(options)
  server.on('session', (session: ServerHttp2Session) => {
    sessions.push(session)
    session.on('error', () => {})
  })
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => {})
    if (headers[':path'] === '/look') {
      looks++
      stream.respond({ ':status': 200 })
      stream.end('{}')
      return
    }
    const request: Received = { stream, headers, body: '', isWhole: false }
    received.push(request)
    stream.setEncoding('utf8').on('data', (text: string) => (request.body += text))
    stream.on('end', () => {
      // A stream that was reset ends as well.
      if (stream.closed) return
      request.isWhole = true
      whole.push(String(headers['user']))
      onWhole(request)
    })
    onHead?.(request, received.length)
  })
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => sockets.push(socket))
  const hangUp = () => sockets.forEach((socket) => socket.resetAndDestroy())
  const lines = linesTo(await listen(server), isSecure)
  return { lines, received, whole, sessions, looks: () => looks, server, hangUp }
}

const look: PreparedRequest = { method: 'GET', path: '/look', headers: [], body: null }

const book = (user: number, body: string | null = `{"user":${user}}`): PreparedRequest => ({
  method: 'POST',
  path: '/book',
  headers: ['User', String(user), 'content-type', 'application/json'],
  body,
})

type Ending =
  | { readonly answer: Answer; readonly failure?: never }
  | { readonly failure: Failure; readonly partial: Answer | null; readonly answer?: never }

/** A caller that notes how its request ended, and that it did so only once. */
class Ear implements Caller {
  readonly endings: Ending[] = []
  sendings = 0
  #tell: (ending: Ending) => void = () => {}
  readonly ending = new Promise<Ending>((resolve) => (this.#tell = resolve))

  sending(): void {
    this.sendings++
  }

  answered(answer: Answer): void {
    this.#end({ answer })
  }

  failed(failure: Failure, partial: Answer | null): void {
    this.#end({ failure, partial })
  }

  #end(ending: Ending): void {
    this.endings.push(ending)
    this.#tell(ending)
  }
}

const upTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, user) => user)
const forever = () => new AbortController().signal

/** Opens the lines of users 0 to `count` and arms them. */
async function arm(lines: Http2Lines, count: number): Promise<{ line: Line; ear: Ear }[]> {
  await lines.open(upTo(count), look, forever())
  const armed = Array.from({ length: count }, (_, user) => {
    const [line, ear] = [lines.of(user), new Ear()]
    line.arm(book(user), ear)
    return { line, ear }
  })
  await lines.flushed()
  return armed
}

async function armOne(lines: Http2Lines): Promise<{ line: Line; ear: Ear }> {
  const [armed] = await arm(lines, 1)
  if (armed === undefined) throw new Error('one was armed')
  return armed
}

const statusOf = ({ answer }: Ending): number | undefined => answer?.status

/** Sends a request and waits for what becomes of it. */
function send(line: Line, request: PreparedRequest): Promise<Ending> {
  const ear = new Ear()
  line.send(request, ear)
  return ear.ending
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe.each([
  ['over TLS', true],
  ['in the clear', false],
])('a burst %s', (_, isSecure) => {
  test('is held at the server but for its last bytes until it is released, then all of it is answered', async () => {
    const { lines, received, whole, sessions } = await watch({ isSecure })
    const armed = await arm(lines, 60)
    expect(received).toHaveLength(60)
    // A flush ends with a PING, so the server has read all that is not held back.
    expect(received.map(({ body }) => body)).toEqual(Array.from({ length: 60 }, (__, user) => `{"user":${user}`))
    expect(whole).toEqual([])
    expect(armed.every(({ ear }) => ear.sendings === 0)).toBe(true)
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(endings.map(statusOf)).toEqual(Array.from({ length: 60 }, () => 201))
    expect(received.map(({ body }) => body)).toEqual(Array.from({ length: 60 }, (__, user) => `{"user":${user}}`))
    expect(sessions).toHaveLength(1)
    expect(armed.every(({ ear }) => ear.sendings === 1 && ear.endings.length === 1)).toBe(true)
  })

  test('arrives in the order of its release', async () => {
    const { lines, whole } = await watch({ isSecure })
    const armed = await arm(lines, 50)
    const order = upTo(50).toSorted((a, b) => ((a * 37) % 50) - ((b * 37) % 50))
    for (const user of order) armed[user]?.line.release()
    await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(whole).toEqual([...order].map(String))
  })

  test('comes again over the same sessions', async () => {
    const { lines, whole, sessions } = await watch({ isSecure })
    for (let round = 0; round < 3; round++) {
      const armed = await arm(lines, 120)
      for (const { line } of armed) line.release()
      await Promise.all(armed.map(({ ear }) => ear.ending))
    }
    expect(whole).toHaveLength(360)
    expect(sessions).toHaveLength(2)
  })
})

/** Passes everything on to a server, and shows what the client has sent. */
async function tap(port: number, onBytes: (bytes: Buffer) => void): Promise<number> {
  const proxy = createTcpServer((near) => {
    const far = connect(port, '127.0.0.1').setNoDelay(true)
    near.on('data', onBytes)
    near.pipe(far).pipe(near)
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
  })
  return listen(proxy)
}

/** Counts TLS records of application data, however the bytes are split (RFC 8446, section 5.1). */
class RecordCounter {
  count = 0
  #rest = Buffer.alloc(0)

  add(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    while (this.#rest.length >= 5 && this.#rest.length >= 5 + this.#rest.readUInt16BE(3)) {
      if (this.#rest[0] === 23) this.count++
      this.#rest = this.#rest.subarray(5 + this.#rest.readUInt16BE(3))
    }
  }
}

test('the last frames of 100 users leave together: three TLS records at most, and fewer bytes than three segments', async () => {
  const { server, whole } = await watch({ isSecure: true, onWhole: () => {} })
  const records = new RecordCounter()
  let bytes = 0
  const proxyPort = await tap(portOf(server), (chunk) => {
    records.add(chunk)
    bytes += chunk.length
  })
  const lines = linesTo(proxyPort, true)
  const armed = await arm(lines, 100)
  const [recordsBefore, bytesBefore] = [records.count, bytes]
  expect(recordsBefore).toBeGreaterThan(3)
  for (const { line } of armed) line.release()
  await until(() => whole.length === 100)
  expect(records.count - recordsBefore).toBeGreaterThanOrEqual(1)
  expect(records.count - recordsBefore).toBeLessThanOrEqual(3)
  // 100 frames of ten bytes; what the session says beside them, such as a window update, is small.
  expect(bytes - bytesBefore).toBeGreaterThan(1000)
  expect(bytes - bytesBefore).toBeLessThan(3 * 1448)
})

describe('what is held back', () => {
  test('of a request without a body is its end', async () => {
    const { lines, received, whole } = await watch()
    await lines.open(upTo(1), look, forever())
    const ear = new Ear()
    lines.of(0).arm(book(0, null), ear)
    await lines.flushed()
    await until(() => received.length === 1)
    expect(whole).toEqual([])
    lines.of(0).release()
    expect(statusOf(await ear.ending)).toBe(201)
    expect(received[0]?.headers['content-length']).toBeUndefined()
  })

  test.each(['x', 'für 20 €', '€'])('of the body %s is its last byte, and not its last character', async (body) => {
    const { lines, received, whole } = await watch()
    await lines.open(upTo(1), look, forever())
    const ear = new Ear()
    lines.of(0).arm(book(0, body), ear)
    await lines.flushed()
    expect(whole).toEqual([])
    lines.of(0).release()
    expect(statusOf(await ear.ending)).toBe(201)
    expect(received[0]?.body).toBe(body)
    expect(received[0]?.headers['content-length']).toBe(String(Buffer.byteLength(body)))
  })

  test('never leaves where the user is interrupted while armed', async () => {
    const { lines, received, whole } = await watch()
    await lines.open(upTo(2), look, forever())
    const ears = [new Ear(), new Ear()]
    lines.of(0).arm(book(0, null), ears[0] ?? new Ear())
    lines.of(1).arm(book(1), ears[1] ?? new Ear())
    await lines.flushed()
    expect([lines.of(0).abandon(), lines.of(1).abandon()]).toEqual([null, null])
    lines.of(0).release()
    await until(() => received.every(({ stream }) => stream.destroyed))
    expect(whole).toEqual([])
    expect(ears.flatMap(({ endings }) => endings)).toEqual([])
    expect(received.map(({ stream }) => stream.rstCode)).toEqual([8, 8])
  })
})

describe('what is sent at once', () => {
  test('has its names in lower case, and the authority of the origin', async () => {
    const { lines, received, server } = await watch()
    await send(lines.of(3), book(3))
    expect(received[0]?.headers).toMatchObject({
      ':method': 'POST',
      ':path': '/book',
      ':scheme': 'http',
      ':authority': `127.0.0.1:${portOf(server)}`,
      user: '3',
      'content-length': '10',
    })
  })

  test('is read header by header, past interim answers and trailers', async () => {
    const { lines } = await watch({
      onWhole({ stream }) {
        stream.additionalHeaders({ ':status': 103, link: '</style.css>' })
        stream.respond({ ':status': 429, 'Retry-After': '7', 'set-cookie': ['a=1', 'b=2'] }, { waitForTrailers: true })
        stream.on('wantTrailers', () => stream.sendTrailers({ checksum: 'x' }))
        stream.end('für')
      },
    })
    const { answer } = await send(lines.of(0), book(0))
    expect(answer).toMatchObject({ status: 429, body: 'für' })
    expect(['retry-after', 'set-cookie', 'checksum'].map((name) => answer?.header(name))).toEqual([
      '7',
      'a=1',
      undefined,
    ])
  })

  test('may be answered without a body', async () => {
    const { lines } = await watch({ onWhole: ({ stream }) => stream.respond({ ':status': 204 }, { endStream: true }) })
    expect(await send(lines.of(0), book(0))).toMatchObject({ answer: { status: 204, body: '' } })
  })

  test('may be answered in many pieces, split within characters', async () => {
    const text = '€uro'.repeat(50)
    const { lines } = await watch({
      onWhole({ stream }) {
        stream.respond({ ':status': 200 })
        for (const byte of Buffer.from(text)) stream.write(Buffer.of(byte))
        stream.end()
      },
    })
    expect(await send(lines.of(0), book(0))).toMatchObject({ answer: { status: 200, body: text } })
  })

  test('is kept to its first mebibyte, and the session goes on', async () => {
    const { lines, sessions } = await watch({
      onWhole({ stream, headers }) {
        stream.respond({ ':status': 200 })
        stream.end(headers['user'] === '0' ? 'x'.repeat(3 * 1024 * 1024) : 'small')
      },
    })
    const { answer } = await send(lines.of(0), book(0))
    expect(answer?.body).toHaveLength(1024 * 1024)
    expect(await send(lines.of(0), book(1))).toMatchObject({ answer: { body: 'small' } })
    expect(sessions).toHaveLength(1)
  })

  test('refuses a header that no field may carry', async () => {
    const { lines } = await watch()
    const request = { ...book(0), headers: ['authorization', 'Bearer a\nb'] }
    expect(() => lines.of(0).send(request, new Ear())).toThrow(/authorization/)
  })
})

describe('a server that answers before the last byte', () => {
  test('is believed, the byte stays here, and the line goes on', async () => {
    const { lines, received, whole, sessions } = await watch({
      onHead({ stream, headers }) {
        if (headers['user'] !== '0') return
        stream.respond({ ':status': 401 })
        stream.end('{"code":"UNAUTHORIZED"}')
      },
    })
    const armed = await arm(lines, 3)
    expect(await armed[0]?.ear.ending).toMatchObject({ answer: { status: 401, body: '{"code":"UNAUTHORIZED"}' } })
    for (const { line } of armed) line.release()
    await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(armed.map(({ ear }) => [ear.sendings, ear.endings.length])).toEqual([
      [0, 1],
      [1, 1],
      [1, 1],
    ])
    await until(() => received[0]?.stream.destroyed === true)
    expect(whole).toEqual(['1', '2'])
    expect(statusOf(await send(lines.of(0), book(7)))).toBe(201)
    expect(sessions).toHaveLength(1)
  })

  test('with a whole answer and a reset after it has answered (RFC 9113, section 8.1)', async () => {
    const { lines } = await watch({
      onHead({ stream }) {
        stream.respond({ ':status': 413 })
        stream.end('too large', () => stream.close(constants.NGHTTP2_NO_ERROR))
      },
    })
    const { ear, line } = await armOne(lines)
    expect(await ear.ending).toMatchObject({ answer: { status: 413, body: 'too large' } })
    line.release()
    expect(ear.endings).toHaveLength(1)
  })
})

describe('a stream that is reset', () => {
  test('as refused has not been acted on', async () => {
    const { lines } = await watch({ onWhole: ({ stream }) => stream.close(constants.NGHTTP2_REFUSED_STREAM) })
    const { ear, line } = await armOne(lines)
    line.release()
    expect(await ear.ending).toEqual({ failure: { kind: 'unsent', code: 'REFUSED_STREAM' }, partial: null })
  })

  test('for any other reason leaves it open', async () => {
    const { lines, sessions } = await watch({
      onWhole: ({ stream }) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
    })
    const { ear, line } = await armOne(lines)
    line.release()
    expect(await ear.ending).toEqual({ failure: { kind: 'disconnect' }, partial: null })
    expect(ear.endings).toHaveLength(1)
    expect(await send(lines.of(0), look)).toMatchObject({ answer: { status: 200 } })
    expect(sessions).toHaveLength(1)
  })

  test.each([
    ['for an error', breakOff],
    ['as cancelled', (stream: ServerHttp2Stream) => void addAbortSignal(AbortSignal.abort(), stream)],
    ['by the end of its connection', (__: ServerHttp2Stream, hangUp: () => void) => hangUp()],
  ])('after its status, %s, gives what had come', async (_, reset) => {
    const { lines, hangUp } = await watch({
      onWhole({ stream }) {
        stream.respond({ ':status': 201 })
        stream.write('{"reference":', () => reset(stream, hangUp))
      },
    })
    const { ear, line } = await armOne(lines)
    line.release()
    expect(await ear.ending).toMatchObject({
      failure: { kind: 'disconnect' },
      partial: { status: 201, body: '{"reference":' },
    })
  })

  test('while armed, after its status, gives what had come and is not armed again', async () => {
    const { lines, received } = await watch({
      onHead({ stream }) {
        stream.respond({ ':status': 429 })
        stream.write('{"code":', () => breakOff(stream))
      },
    })
    const { ear, line } = await armOne(lines)
    expect(await ear.ending).toMatchObject({
      failure: { kind: 'disconnect' },
      partial: { status: 429, body: '{"code":' },
    })
    line.release()
    expect([ear.sendings, ear.endings.length, received.length]).toEqual([0, 1, 1])
  })

  test('while armed, though not as refused, is armed again', async () => {
    const { lines, received, whole, sessions } = await watch({
      onHead({ stream }, nth) {
        if (nth === 1) stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM)
      },
    })
    const { ear, line } = await armOne(lines)
    await until(() => received.length === 2)
    await lines.flushed()
    expect(whole).toEqual([])
    line.release()
    expect(statusOf(await ear.ending)).toBe(201)
    expect([whole.length, sessions.length]).toEqual([1, 1])
  })

  test('while armed, as refused, is over, and nothing is left to release', async () => {
    const { lines } = await watch({ onHead: ({ stream }) => stream.close(constants.NGHTTP2_REFUSED_STREAM) })
    const { ear, line } = await armOne(lines)
    expect(await ear.ending).toEqual({ failure: { kind: 'unsent', code: 'REFUSED_STREAM' }, partial: null })
    line.release()
    expect([ear.sendings, ear.endings.length]).toEqual([0, 1])
  })
})

describe('a server that goes away', () => {
  test('has done nothing with what came after its last stream, and may yet answer what came before', async () => {
    let ids: number[] = []
    const { lines, sessions, received } = await watch({
      onWhole({ stream }) {
        ids.push(stream.id ?? 0)
        if (ids.length < 4) return
        ids = ids.toSorted((a, b) => a - b)
        stream.session?.goaway(constants.NGHTTP2_NO_ERROR, ids[1])
        for (const each of received) if ((each.stream.id ?? 0) <= (ids[1] ?? 0)) agree(each)
      },
    })
    const armed = await arm(lines, 4)
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    const refused = { failure: { kind: 'unsent', code: 'REFUSED_STREAM' }, partial: null }
    expect(endings.map(statusOf)).toEqual([201, 201, undefined, undefined])
    expect(endings.slice(2)).toEqual([refused, refused])
    expect(await send(lines.of(0), look)).toMatchObject({ answer: { status: 200 } })
    expect(sessions).toHaveLength(2)
  })

  test('for an error has left open what it may have acted on, and nothing else', async () => {
    const ids: number[] = []
    const { lines } = await watch({
      onWhole({ stream }) {
        ids.push(stream.id ?? 0)
        if (ids.length === 4) stream.session?.goaway(constants.NGHTTP2_INTERNAL_ERROR, ids.toSorted((a, b) => a - b)[1])
      },
    })
    const armed = await arm(lines, 4)
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(endings.map(({ failure }) => failure?.kind)).toEqual(['disconnect', 'disconnect', 'unsent', 'unsent'])
    expect(armed.every(({ ear }) => ear.endings.length === 1)).toBe(true)
  })

  test('while requests are armed gets those after its last stream anew, over another session', async () => {
    const { lines, sessions, received, whole } = await watch()
    const armed = await arm(lines, 4)
    const ids = received.map(({ stream }) => stream.id ?? 0).toSorted((a, b) => a - b)
    sessions[0]?.goaway(constants.NGHTTP2_NO_ERROR, ids[1])
    await until(() => received.length === 6)
    await lines.flushed()
    expect(whole).toEqual([])
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(endings.map(statusOf)).toEqual([201, 201, 201, 201])
    expect(whole.toSorted()).toEqual(['0', '1', '2', '3'])
    expect(sessions).toHaveLength(2)
  })
})

describe('a session that dies', () => {
  test('while its requests are armed is opened again, and they are held there as before', async () => {
    const { lines, sessions, received, whole, hangUp } = await watch()
    const armed = await arm(lines, 20)
    hangUp()
    await until(() => received.length === 40)
    await lines.flushed()
    expect(whole).toEqual([])
    expect(armed.flatMap(({ ear }) => ear.endings)).toEqual([])
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(endings.map(statusOf)).toEqual(Array.from({ length: 20 }, () => 201))
    expect(whole).toHaveLength(20)
    expect(sessions).toHaveLength(2)
  })

  test('and says goodbye to each armed request first is opened again, too', async () => {
    const { lines, sessions, received, whole } = await watch()
    const armed = await arm(lines, 20)
    sessions[0]?.destroy()
    await until(() => received.filter(({ stream }) => !stream.destroyed).length === 20)
    await lines.flushed()
    expect(whole).toEqual([])
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(endings.map(statusOf)).toEqual(Array.from({ length: 20 }, () => 201))
  })

  test('each time that something is armed on it is left alone after three more, and tried once whole', async () => {
    let isCruel = true
    const { lines, sessions, whole } = await watch({
      onHead: ({ stream }) => {
        if (isCruel) stream.session?.destroy()
      },
    })
    const { ear, line } = await armOne(lines)
    await until(() => sessions.length === 4)
    await until(() => sessions.every(({ destroyed }) => destroyed))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(sessions).toHaveLength(4)
    isCruel = false
    line.release()
    expect(statusOf(await ear.ending)).toBe(201)
    expect([ear.sendings, ear.endings.length, whole.length]).toEqual([1, 1, 1])
  })

  test('and cannot be opened again has sent nothing', async () => {
    const { lines, server, hangUp } = await watch()
    const armed = await arm(lines, 3)
    server.close()
    hangUp()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    const refused = { failure: { kind: 'unsent', code: 'ECONNREFUSED' }, partial: null }
    expect(endings).toEqual([refused, refused, refused])
  })

  test('after the release leaves every request on it open', async () => {
    const { lines, hangUp } = await watch({
      onWhole({ headers }) {
        if (headers['user'] === '2') hangUp()
      },
    })
    const armed = await arm(lines, 3)
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(endings.map(({ failure }) => failure)).toEqual(Array.from({ length: 3 }, () => ({ kind: 'disconnect' })))
    expect(armed.map(({ ear }) => ear.endings.length)).toEqual([1, 1, 1])
  })
})

describe('a server that never answers', () => {
  test('learns that it was given up on, and the line goes on', async () => {
    const { lines, received, sessions } = await watch({
      onWhole: (request) => {
        if (request.headers['user'] === '9') agree(request)
      },
    })
    const { ear, line } = await armOne(lines)
    line.release()
    await until(() => received[0]?.isWhole === true)
    expect(line.abandon()).toBeNull()
    await until(() => received[0]?.stream.destroyed === true)
    expect(received[0]?.stream.rstCode).toBe(constants.NGHTTP2_CANCEL)
    expect(statusOf(await send(line, book(9)))).toBe(201)
    expect(ear.endings).toEqual([])
    expect(sessions).toHaveLength(1)
  })

  test('to its end gives what had come by then', async () => {
    let isWritten = false
    const { lines } = await watch({
      onWhole({ stream }) {
        stream.respond({ ':status': 201 })
        stream.write('{"refer', () => (isWritten = true))
      },
    })
    const { ear, line } = await armOne(lines)
    line.release()
    await until(() => isWritten)
    // Nothing tells the caller of a part of an answer, so the look behind it on the session does.
    await send(lines.of(1), look)
    expect(line.abandon()).toMatchObject({ status: 201, body: '{"refer' })
    expect(line.abandon()).toBeNull()
    expect(ear.endings).toEqual([])
  })

  test('a PING is not waited for without end', async () => {
    const { server, received } = await watch()
    let isDeaf = false
    const proxy = createTcpServer((near) => {
      const far = connect(portOf(server), '127.0.0.1')
      near.on('data', (bytes: Buffer) => void (isDeaf || far.write(bytes)))
      far.on('data', (bytes: Buffer) => void near.write(bytes))
      near.on('close', () => far.destroy())
    })
    const lines = linesTo(await listen(proxy), false)
    await lines.open(upTo(1), look, forever())
    isDeaf = true
    lines.of(0).arm(book(0), new Ear())
    await lines.flushed()
    expect(received).toEqual([])
  })
})

describe('the number of sessions', () => {
  test('follows from what the server takes at once', async () => {
    const { lines, sessions, looks, received, whole } = await watch({
      options: { settings: { maxConcurrentStreams: 10 } },
    })
    const armed = await arm(lines, 25)
    expect(sessions).toHaveLength(3)
    expect(looks()).toBe(3)
    expect(received).toHaveLength(25)
    expect(whole).toEqual([])
    for (const { line } of armed) line.release()
    const endings = await Promise.all(armed.map(({ ear }) => ear.ending))
    expect(endings.map(statusOf)).toEqual(Array.from({ length: 25 }, () => 201))
  })

  test('is one for every hundred users where the server takes more', async () => {
    const { lines, sessions, looks } = await watch({ options: { settings: { maxConcurrentStreams: 1000 } } })
    await lines.open(upTo(300), look, forever())
    expect([sessions.length, looks()]).toEqual([3, 3])
    await lines.open(upTo(300), look, forever())
    expect([sessions.length, looks()]).toEqual([3, 6])
  })
})

describe('opening', () => {
  const open = (lines: Http2Lines) => lines.open(upTo(3), look, forever())

  test('says so where the target speaks HTTP/1.1 in the clear', async () => {
    const port = await listen(createHttpServer((_, response) => response.end('{}')))
    await expect(open(linesTo(port, false))).rejects.toMatchObject({
      name: 'TargetError',
      message: 'the target does not speak HTTP/2 without TLS; leave out --http2',
    })
  })

  test('says so where ALPN finds nothing in common', async () => {
    const server = createHttpsServer({ key: identity.key, cert: identity.certificate })
    await expect(open(linesTo(await listen(server), true))).rejects.toThrow(
      'the target does not speak HTTP/2 over TLS; leave out --http2',
    )
  })

  test('says so where the server knows nothing of ALPN', async () => {
    const server = createTlsServer({ key: identity.key, cert: identity.certificate }, (socket) => {
      socket.on('error', () => {})
    })
    await expect(open(linesTo(await listen(server), true))).rejects.toThrow(
      'the target does not speak HTTP/2 over TLS; leave out --http2',
    )
  })

  test('says so where the server hangs up on the preface', async () => {
    const server = createTcpServer((socket) => socket.once('data', () => socket.end()))
    await expect(open(linesTo(await listen(server), false))).rejects.toThrow(/does not speak HTTP\/2/)
  })

  test('complains of a refused connection as over HTTP/1.1', async () => {
    const server = createTcpServer()
    const port = await listen(server)
    server.close()
    await expect(open(linesTo(port, false))).rejects.toThrow('nobody listens there any more')
  })

  test('trusts the certificate that it was given, and no other', async () => {
    const { server } = await watch({ isSecure: true })
    await expect(open(linesTo(portOf(server), true, null))).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  test('ends when it is interrupted, though the target does not answer', async () => {
    const port = await listen(createTcpServer(() => {}))
    const interrupted = new AbortController()
    const opening = linesTo(port, false).open(upTo(3), look, interrupted.signal)
    interrupted.abort()
    await expect(opening).resolves.toBeUndefined()
  })

  test('connects again where a session was closed meanwhile', async () => {
    const { lines, sessions } = await watch()
    await open(lines)
    sessions[0]?.close()
    await until(() => sessions[0]?.destroyed === true)
    await open(lines)
    expect(sessions).toHaveLength(2)
  })
})

test('closing ends the sessions, and no caller is called any more', async () => {
  const { lines, sessions } = await watch({ onWhole: () => {} })
  const armed = await arm(lines, 3)
  armed[0]?.line.release()
  await lines.close()
  await until(() => sessions.every(({ destroyed }) => destroyed))
  expect(armed.flatMap(({ ear }) => ear.endings)).toEqual([])
})

test('the embedded server sells exactly what it has to a burst over two sessions', async () => {
  const { api, server } = await startServer({ http2: true, strategy: 'atomic' })
  const { id } = await api.createEvent(70)
  const users = await api.createUsers(150)
  const { origin } = new URL(server.url)
  const lines = new Http2Lines({ origin: new URL(origin), certificate: server.certificate })
  onTestFinished(() => lines.close())
  const { look: lookAt, book: begin } = bookingApi(contract, server.url)
  await lines.open(upTo(150), lookAt({ id }), forever())
  const buyers = users.map(({ token }, user) => {
    const ear = new Ear()
    const errand = begin({ user: holderOf(token), event: { id }, seats: 1, key: `key-${user}`, attempt: 1 })
    lines.of(user).arm(errand.request(), ear)
    return { errand, ear }
  })
  await lines.flushed()
  expect(await api.readEvent(id)).toMatchObject({ available: 70 })
  for (const user of users.keys()) lines.of(user).release()
  const kinds = await Promise.all(
    buyers.map(async ({ errand, ear }) => {
      const { answer } = await ear.ending
      return answer && errand.answered(answer)?.kind
    }),
  )
  expect(kinds.filter((kind) => kind === 'booked')).toHaveLength(70)
  expect(kinds.filter((kind) => kind === 'soldOut')).toHaveLength(80)
  expect(await api.readLedger(id)).toHaveLength(70)
})
