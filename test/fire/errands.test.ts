import { once } from 'node:events'
import { createServer } from 'node:http2'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Outcome } from '../../src/booking/outcome.ts'
import { Http1Lines } from '../../src/fire/http1/http1-lines.ts'
import { Http2Lines } from '../../src/fire/http2/http2-lines.ts'
import type { Lines } from '../../src/fire/line.ts'
import { fireVolley } from '../../src/fire/volley.ts'
import { apiFrom, signedIn, wishOf } from '../target/contract/contract-from.ts'
import { answer, rawTarget, type RawConnection } from '../targets/raw-target.ts'

/** Errands of a contract over the lines that a burst goes over, and answers of every kind. */

const book = `book:
  - { request: POST /carts, json: {}, capture: { cart: $.id, sid: { cookie: sid } } }
  - request: POST /carts/{{cart}}/checkout
    headers: { x-sid: '{{sid}}' }
    json: { seats: '{{seats}}' }
    race: true
    answers: [{ status: [200, 201], is: booked, reference: $.id }, { status: 303, is: next }]
  - { request: 'POST /paid/{{cart}}', json: {}, answers: [{ status: 200, is: booked, reference: $.id }] }`

/** Fires one errand at a target. @returns how it ended, and what was odd about its answers */
async function fire(lines: Lines, origin: string) {
  onTestFinished(() => lines.close())
  const api = apiFrom({
    top: `name: shop\nbaseUrl: ${origin}`,
    users: 'users: { values: { id: "{{number}}" }, cookies: true }',
    book,
  })
  const errand = api.book(wishOf({ user: await signedIn(api, { fields: { id: '1' }, cookies: null }) }))
  const [ended] = await fireVolley<Outcome>({
    errands: [errand],
    failedEnd: (failed) => failed,
    lines,
    timeoutMs: 2000,
    signal: new AbortController().signal,
  })
  const { beganMs = 0, sentMs = 0 } = ended ?? {}
  return {
    outcome: ended?.outcome,
    status: ended?.status,
    odd: api.oddities().map(({ odd }) => odd),
    isBeyondFirstStep: beganMs < sentMs,
  }
}

type Reply = (connection: RawConnection) => void

/** At a target that answers the requests in turn, in bytes. */
async function fireRaw(...replies: readonly (string | Reply)[]) {
  let number = 0
  const target = await rawTarget({
    onBooking: (connection) => {
      const reply = replies[number++] ?? ''
      if (typeof reply === 'string') connection.socket.write(reply)
      else reply(connection)
    },
  })
  const fired = await fire(new Http1Lines({ origin: new URL(target.origin), certificate: null }), target.origin)
  return { ...fired, requests: target.bookings }
}

const cart = answer(201, '{"id":"c1"}', ['set-cookie: theme=dark', 'Set-Cookie: sid=s1; Path=/; HttpOnly'])
const json = 'content-type: application/json'

test('an errand goes to its end over HTTP/1.1, with the cookies that were set on its way', async () => {
  const paid = answer(200, '{"id":"r1"}')
  const { outcome, requests } = await fireRaw(cart, answer(303, '', ['set-cookie: sid=s2; Path=/']), paid)
  expect(outcome).toMatchObject({ kind: 'booked', reference: 'r1' })
  expect(requests.map(({ line, headers }) => [line, headers.get('cookie'), headers.get('x-sid')])).toEqual([
    ['POST /carts HTTP/1.1', undefined, undefined],
    ['POST /carts/c1/checkout HTTP/1.1', 'theme=dark; sid=s1', 's1'],
    ['POST /paid/c1 HTTP/1.1', 'theme=dark; sid=s2', undefined],
  ])
})

test('an errand that ends at its first step began when that was sent, and any other before', async () => {
  expect(await fireRaw(answer(409, ''))).toMatchObject({ status: 409, isBeyondFirstStep: false })
  expect(await fireRaw(cart, answer(409, ''))).toMatchObject({ status: 409, isBeyondFirstStep: true })
})

test('an errand goes to its end over HTTP/2, with the cookies that were set on its way', async () => {
  const seen: (readonly [unknown, unknown])[] = []
  const server = createServer()
  server.on('stream', (stream, { ':path': path, cookie }) => {
    seen.push([path, cookie])
    stream.on('error', () => {})
    stream.resume().on('end', () => {
      if (path === '/carts') {
        stream.respond({ ':status': 201, 'set-cookie': ['theme=dark', 'sid=s1; Path=/'] })
        stream.end('{"id":"c1"}')
      } else if (path === '/paid/c1') {
        stream.respond({ ':status': 200 })
        stream.end('{"id":"r1"}')
      } else {
        stream.respond({ ':status': 303, 'set-cookie': 'sid=s2; Path=/' }, { endStream: true })
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const origin = `http://127.0.0.1:${address.port}`
  const { outcome } = await fire(new Http2Lines({ origin: new URL(origin), certificate: null }), origin)
  expect(outcome).toMatchObject({ kind: 'booked', reference: 'r1' })
  expect(seen).toEqual([
    ['/carts', undefined],
    ['/carts/c1/checkout', 'theme=dark; sid=s1'],
    ['/paid/c1', 'theme=dark; sid=s2'],
  ])
})

describe('an answer to the step that races', () => {
  const brokenOff =
    (status: number, type = json): Reply =>
    ({ socket }) =>
      void socket.end(`HTTP/1.1 ${status} Status\r\n${type}\r\ncontent-length: 100\r\n\r\n{"id":`)
  const unreadable = { kind: 'unknown', cause: 'unreadable' }

  test.each<[string, string | Reply, object, readonly string[]]>([
    [
      'that breaks off behind a 201',
      brokenOff(201),
      { kind: 'booked', reference: null, seats: null, version: null },
      [],
    ],
    ['that breaks off behind a 200', brokenOff(200), unreadable, []],
    ['that breaks off behind a 409', brokenOff(409), { kind: 'rejected', code: null }, []],
    ['that breaks off behind a 500', brokenOff(500), { kind: 'unknown', cause: 'serverError' }, []],
    ['that is a page', answer(200, '<html>Log in', ['content-type: text/html']), unreadable, ['$.id matches nothing']],
    ['that is an error with a 200', answer(200, '{"errors":[{}]}', [json]), unreadable, ['$.id matches nothing']],
    ['that is no HTTP', 'SMTP ready\r\n\r\n', unreadable, []],
    ['that never comes', ({ socket }) => void socket.destroy(), { kind: 'unknown', cause: 'disconnect' }, []],
  ])('%s', async (_what, reply, outcome, odd) => {
    const fired = await fireRaw(cart, reply)
    expect(fired).toMatchObject({ outcome, odd })
    expect(fired.requests).toHaveLength(2)
  })
})

describe('an errand that ends before the gate', () => {
  test.each<[string, string | Reply, object, readonly string[]]>([
    ['as it is refused', answer(403, '{}'), { kind: 'rejected', code: null }, []],
    ['as the limiter slows it', answer(429, '', ['retry-after: 1']), { kind: 'rateLimited', retryAfterMs: 1000 }, []],
    ['as the server falls', answer(503), { kind: 'unknown', cause: 'serverError' }, []],
    ['as no cart is named', answer(201, '{}'), { kind: 'unknown', cause: 'unreadable' }, ['$.id matches nothing']],
    [
      'as no cookie is set',
      answer(201, '{"id":"c1"}'),
      { kind: 'unknown', cause: 'unreadable' },
      ['the cookie sid matches nothing'],
    ],
    ['as nobody answers', ({ socket }) => void socket.destroy(), { kind: 'unknown', cause: 'disconnect' }, []],
    ['as it takes too long', () => {}, { kind: 'unknown', cause: 'timeout' }, []],
  ])('%s', async (_why, reply, outcome, odd) => {
    const fired = await fireRaw(reply)
    expect(fired).toMatchObject({ outcome, odd })
    expect(fired.requests).toHaveLength(1)
  })
})
