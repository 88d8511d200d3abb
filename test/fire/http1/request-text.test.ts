import * as fc from 'fast-check'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestText } from '../../../src/fire/http1/request-text.ts'
import type { PreparedRequest } from '../../../src/target/booking-api.ts'

interface Heard {
  readonly request: IncomingMessage
  readonly body: string
}

let hear: (heard: Heard) => void = () => {}
const server = createServer((request, response) => {
  const bytes: Buffer[] = []
  request.on('data', (piece: Buffer) => bytes.push(piece))
  request.on('end', () => {
    response.end()
    hear({ request, body: Buffer.concat(bytes).toString('utf8') })
  })
})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** What a server of node's own reads out of a request. */
async function heardOf(prepared: PreparedRequest): Promise<Heard> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  try {
    return await new Promise<Heard>((resolve, reject) => {
      hear = resolve
      // A request that is none is answered without being heard.
      socket.on('error', reject).on('data', (answer) => reject(new Error(answer.toString())))
      socket.write(requestText(prepared, 'shop.test:8080'), 'latin1')
    })
  } finally {
    socket.destroy()
  }
}

const name = fc.stringMatching(/^x-[a-z0-9-]{0,12}$/)
const value = fc.stringMatching(/^(?:[!-~\xa1-\xff](?:[\t -~\xa1-\xff]{0,30}[!-~\xa1-\xff])?)?$/)
const prepared: fc.Arbitrary<PreparedRequest> = fc.record({
  method: fc.constantFrom('GET' as const, 'POST' as const),
  path: fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}`),
  headers: fc
    .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 5 })
    .map((pairs) => pairs.flat()),
  body: fc.option(fc.string({ unit: 'binary', maxLength: 200 })),
})

describe('a request on the wire', () => {
  test('is what a server of node reads out of it', async () => {
    await fc.assert(
      fc.asyncProperty(prepared, async (wanted) => {
        const { request, body } = await heardOf(wanted)
        expect([request.method, request.url, body]).toEqual([wanted.method, wanted.path, wanted.body ?? ''])
        expect(request.headers).toMatchObject({ host: 'shop.test:8080' })
        const bytes = String(Buffer.byteLength(wanted.body ?? ''))
        // Of a POST a body is expected, so that it says when there is none.
        const sent = wanted.body === null && wanted.method === 'GET' ? undefined : bytes
        expect(request.headers['content-length']).toBe(sent)
        for (let index = 0; index < wanted.headers.length; index += 2) {
          expect(request.headers[wanted.headers[index] ?? '']).toBe(wanted.headers[index + 1])
        }
      }),
      { numRuns: 200 },
    )
  })

  test('carries half a surrogate pair as the replacement character, and still knows its length', async () => {
    const { body } = await heardOf({ method: 'POST', path: '/', headers: [], body: '\ud83d|€' })
    expect(body).toBe('\ufffd|€')
  })

  test('has one character for each byte, the last of them the last byte of the body', () => {
    const text = requestText({ method: 'POST', path: '/', headers: [], body: 'naïve €' }, 'h')
    expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe(Buffer.from('naïve €').toString('latin1'))
    expect(Buffer.from(text, 'latin1').toString('utf8').endsWith('naïve €')).toBe(true)
  })
})

describe('what must not get onto the wire', () => {
  const plain: PreparedRequest = { method: 'GET', path: '/', headers: [], body: null }
  test.each(['a\r\nx: 1', 'a\nb', 'a\rb', 'a\0b', 'a\u010ab', 'snow\u2603man'])('a header that holds %j', (token) => {
    const headers = ['authorization', `Bearer ${token}`]
    expect(() => requestText({ ...plain, headers }, 'h')).toThrow(TypeError)
  })

  test.each(['/a b', '/a\r\nx: 1', '/a\u010d\u010a', '/é', '', '/\0'])('the path %j', (path) => {
    expect(() => requestText({ ...plain, path }, 'h')).toThrow(TypeError)
  })
})
