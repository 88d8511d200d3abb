import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from '../../src/server/certificate.ts'
import { answerParent } from './answer-parent.ts'
import { type Received, receivedFrom } from './segments.ts'

// An HTTP/2 server that watches one burst: when each POST was whole, and in how many segments the last bytes came.

/** What the server tells when it listens. */
export interface Http2Address {
  readonly url: string
  /** PEM, for clients that check whom they talk to. */
  readonly certificate: string
}

/** A burst as it came over the one connection of its client. */
export interface Http2Burst {
  readonly count: number
  /** Milliseconds from the first request that was whole to the last. */
  readonly lastMs: number
  /** What carried the last bytes; null where requests were whole before all of them were there but for the last byte. */
  readonly final: Received | null
}

const [, , streamCount = '100'] = process.argv
const streams = Number(streamCount)
let stamps: number[] = []
let waiting = 0
let armed: Promise<Received | null> = Promise.resolve(null)

function onPost(stream: ServerHttp2Stream, length: number, peerPort: number): void {
  let left = length
  stream.on('data', (chunk: Buffer) => {
    left -= chunk.length
    // All are here but for the last byte of each: what the kernel has counted until now is not the final frames.
    if (left === 1 && ++waiting === streams) armed = receivedFrom(peerPort)
  })
  stream.on('end', () => {
    stamps.push(performance.now())
    stream.respond({ ':status': 409, 'content-type': 'application/json' })
    stream.end('{"code":"VERSION_CONFLICT"}')
  })
}

async function take(peerPort: number): Promise<Http2Burst> {
  const [before, after] = [await armed, await receivedFrom(peerPort)]
  const isHeld = waiting === streams && before !== null && after !== null
  return {
    count: stamps.length,
    lastMs: Math.max(...stamps) - Math.min(...stamps),
    final: isHeld ? { segments: after.segments - before.segments, bytes: after.bytes - before.bytes } : null,
  }
}

function serve({ key, certificate }: { key: string; certificate: string }): Http2SecureServer {
  let peerPort = 0
  const server = createSecureServer({ key, cert: certificate })
  server.on('stream', (stream, headers) => {
    peerPort = stream.session?.socket.remotePort ?? 0
    if (headers[':method'] === 'POST') return onPost(stream, Number(headers['content-length']), peerPort)
    stream.respond({ ':status': 200 })
    stream.end('{}')
  })
  answerParent(async () => {
    const burst = await take(peerPort)
    stamps = []
    waiting = 0
    return burst
  })
  return server
}

const identity = await makeCertificate('127.0.0.1')
const server = serve(identity)
server.listen(0, '127.0.0.1', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/bookings`
  process.send?.({ url, certificate: identity.certificate } satisfies Http2Address)
})
