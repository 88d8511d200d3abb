import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Http2Lines } from '../../src/fire/http2/http2-lines.ts'
import type { Lines } from '../../src/fire/line.ts'
import type { EndedErrand } from '../../src/fire/bring-up.ts'
import { fireVolley } from '../../src/fire/volley.ts'
import type { Errand } from '../../src/target/booking-api.ts'
import { api, concert, holderOf } from '../builders/own-api.ts'
import { answer, rawTarget, type Behaviour, type RawConnection, type RawRequest } from '../targets/raw-target.ts'
import { linesTo } from './support/fire.ts'

const never = new AbortController().signal

/** Whatever was answered, as it came; or what it means that nothing did. */
type End = string | Parameters<Parameters<typeof fireVolley>[0]['failedEnd']>[0]

/** Bookings and cancellations in turn, each of which the target can tell from all others. */
const errandsFor = (count: number): readonly Errand<End>[] =>
  Array.from({ length: count }, (_, index) => {
    const user = holderOf(`t${index}`)
    return index % 2 === 0
      ? asking(api.book({ user, event: concert, seats: 1, key: `k${index}`, attempt: 1 }))
      : asking(api.cancel?.({ user, event: concert, reference: `R${index}` }))
  })

/** The requests of an errand, whose answers are read as they come. */
function asking(errand: Errand<unknown> | undefined): Errand<End> {
  if (errand === undefined) throw new Error('the embedded server takes bookings back')
  return {
    isAtGate: errand.isAtGate,
    request: () => errand.request(),
    answered: ({ status, body }) => `${status} ${body}`,
    again: (attempt) => errand.again(attempt),
  }
}

interface Firing {
  readonly count: number
  readonly lines: Lines
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

async function fire({ count, lines, timeoutMs = 60_000, signal = never }: Firing) {
  const errands = errandsFor(count)
  const ended = await fireVolley({ errands, failedEnd: (failed): End => failed, lines, timeoutMs, signal })
  return ended.flatMap((one) => one ?? [])
}

interface Setting {
  readonly count?: number
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

async function openLines(lines: Lines, count: number): Promise<void> {
  await lines.open(
    Uint32Array.from({ length: count }, (_, line) => line),
    api.look(concert),
    never,
  )
}

/** Fires at a target, and holds the volley to leaving neither a connection nor a timer once its lines are closed. */
async function volleyAt(behaviour: Behaviour, { count = 6, timeoutMs = 600_000, signal = never }: Setting = {}) {
  const target = await rawTarget(behaviour)
  const lines = linesTo(target.origin)
  await openLines(lines, count)
  const timers = countTimers()
  const ended = await fire({ count, lines, timeoutMs, signal })
  expect(countTimers()).toBeLessThanOrEqual(timers)
  await lines.close()
  await target.deserted()
  return { ended, target }
}

const countTimers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

const tokenOf = ({ headers }: RawRequest): string => headers.get('authorization')?.replace('Bearer ', '') ?? ''
const reply = ({ socket }: RawConnection, request: RawRequest): void =>
  void socket.write(answer(200, `{"to":"${tokenOf(request)}"}`))
const ends = (ended: readonly EndedErrand<End>[]) => ended.map(({ outcome }) => outcome)
const unknown = (cause: string) => ({ kind: 'unknown', cause })
const answersTo = (count: number) => Array.from({ length: count }, (_, index) => `200 {"to":"t${index}"}`)

describe('a volley', () => {
  test('is armed whole before any of it can be acted on, and then comes whole', async () => {
    let armed = 0
    const armedBefore: number[] = []
    const wholeBefore: number[] = []
    const { ended, target } = await volleyAt(
      {
        onArmed: () => {
          armed++
          wholeBefore.push(armedBefore.length)
        },
        onBooking: (connection, request) => {
          armedBefore.push(armed)
          reply(connection, request)
        },
      },
      { count: 40 },
    )
    expect(wholeBefore).toEqual(Array.from({ length: 40 }, () => 0))
    expect(armedBefore).toEqual(Array.from({ length: 40 }, () => 40))
    expect(ends(ended)).toEqual(answersTo(40))
    expect(target.bookings.filter(({ line }) => line.startsWith('DELETE '))).toHaveLength(20)
  })

  test('has each answer at the index of its request, in whichever order they come', async () => {
    const waiting: (() => void)[] = []
    const { ended } = await volleyAt(
      {
        onBooking: (connection, request) => {
          waiting.unshift(() => reply(connection, request))
          if (waiting.length === 9) for (const write of waiting) write()
        },
      },
      { count: 9 },
    )
    expect(ends(ended)).toEqual(answersTo(9))
    for (const { sentMs, endedMs } of ended) expect(endedMs).toBeGreaterThanOrEqual(sentMs)
    const lastSent = Math.max(...ended.map(({ sentMs }) => sentMs))
    expect(Math.min(...ended.map(({ endedMs }) => endedMs))).toBeGreaterThan(lastSent)
  })

  test('of nothing is over at once', async () => {
    expect((await volleyAt({}, { count: 0 })).ended).toEqual([])
  })

  test('after another goes over the same connections', async () => {
    const target = await rawTarget({ onBooking: reply })
    const lines = linesTo(target.origin)
    for (const count of [4, 6]) {
      await openLines(lines, count)
      const ended = await fire({ count, lines })
      expect(ends(ended)).toEqual(answersTo(count))
    }
    expect(target.carriers()).toHaveLength(6)
  })
})

describe('a request that is not answered', () => {
  const oddOnes =
    (misbehave: (connection: RawConnection) => void) => (connection: RawConnection, request: RawRequest) =>
      request.line.startsWith('DELETE ') ? misbehave(connection) : reply(connection, request)

  test.each<[string, (connection: RawConnection) => void, string]>([
    ['in time is given up on', () => {}, 'timeout'],
    ['because the target hangs up has failed', ({ socket }) => void socket.end(), 'disconnect'],
    ['because the connection is reset has failed', ({ socket }) => void socket.resetAndDestroy(), 'disconnect'],
    ['in HTTP has failed', ({ socket }) => void socket.write('go away\r\n'), 'unreadable'],
  ])('%s, and the others have their answers', async (_, misbehave, cause) => {
    const { ended } = await volleyAt({ onBooking: oddOnes(misbehave) }, { timeoutMs: 400 })
    expect(ends(ended)).toEqual(answersTo(6).map((text, index) => (index % 2 === 0 ? text : unknown(cause))))
  })

  test('is told with why', async () => {
    const silent = await volleyAt({}, { count: 1, timeoutMs: 50 })
    expect(ends(silent.ended)).toEqual([unknown('timeout')])
    const cut = await volleyAt({ onBooking: ({ socket }) => void socket.destroy() }, { count: 1 })
    expect(ends(cut.ended)).toEqual([unknown('disconnect')])
    const odd = await volleyAt({ onBooking: ({ socket }) => void socket.write('go away\r\n') }, { count: 1 })
    expect(ends(odd.ended)).toEqual([unknown('unreadable')])
  })

  test.each<[string, (connection: RawConnection) => void]>([
    ['and then stalls', ({ socket }) => void socket.write(answer(200, '{"whole":true}').slice(0, -4))],
    ['and then hangs up', ({ socket }) => void socket.end(answer(200, '{"whole":true}').slice(0, -4))],
  ])('to its end %s has said what its status says', async (_, misbehave) => {
    const { ended } = await volleyAt({ onBooking: misbehave }, { count: 2, timeoutMs: 400 })
    expect(ends(ended)).toEqual(['200 {"whole":t', '200 {"whole":t'])
  })

  test('because its target died while it was armed was never acted on', async () => {
    let armed = 0
    const target = await rawTarget({ onArmed: () => void (++armed === 6 && target.die()) })
    const lines = linesTo(target.origin)
    await openLines(lines, 6)
    const ended = await fire({ count: 6, lines })
    const refused = { kind: 'rejected', code: 'CONNECTION_REFUSED' }
    expect(ends(ended)).toEqual(Array.from({ length: 6 }, () => refused))
    expect(target.bookings).toEqual([])
  })
})

test('an answer before the last byte is the answer, and the last byte is not sent after it', async () => {
  const { ended, target } = await volleyAt({
    onArmed: ({ socket }) => void socket.write(answer(401, '{"code":"UNAUTHORIZED"}')),
  })
  expect(ends(ended)).toEqual(Array.from({ length: 6 }, () => '401 {"code":"UNAUTHORIZED"}'))
  for (const { sentMs, endedMs } of ended) expect(endedMs).toBeGreaterThanOrEqual(sentMs)
  expect(target.bookings).toEqual([])
})

describe('an interruption', () => {
  test.each([
    ['before it is armed', 0],
    ['while it is armed', 6],
  ])('%s leaves nothing of a volley: none of it was acted on', async (_, after) => {
    const controller = new AbortController()
    if (after === 0) controller.abort()
    let armed = 0
    const { ended, target } = await volleyAt(
      { onBooking: reply, onArmed: () => void (++armed === after && controller.abort()) },
      { signal: controller.signal },
    )
    expect(ended).toEqual([])
    expect(target.bookings).toEqual([])
  })

  test('after its release ends what has no answer yet, and keeps those that came', async () => {
    const controller = new AbortController()
    let whole = 0
    const { ended } = await volleyAt(
      {
        onBooking: (connection, request) => {
          if (request.line.startsWith('POST ')) reply(connection, request)
          if (++whole === 6) setTimeout(() => controller.abort(), 50)
        },
      },
      { signal: controller.signal },
    )
    expect(ends(ended)).toEqual(answersTo(6).map((text, index) => (index % 2 === 0 ? text : unknown('interrupted'))))
  })

  test('after its end is nothing to it', async () => {
    const controller = new AbortController()
    const { ended } = await volleyAt({ onBooking: reply }, { signal: controller.signal })
    controller.abort()
    expect(ends(ended)).toEqual(answersTo(6))
  })
})

/** A real HTTP/2 server that notes how many requests had begun when each became whole. */
async function http2Target(respond: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void) {
  const begunBefore: number[] = []
  const whole: string[] = []
  let begun = 0
  const server = createServer()
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => {})
    if (headers[':method'] === 'GET') {
      stream.respond({ ':status': 200 })
      return void stream.end('{}')
    }
    begun++
    stream.resume()
    stream.once('end', () => {
      if (stream.closed) return
      begunBefore.push(begun)
      whole.push(`${String(headers[':method'])} ${String(headers[':path'])}`)
      respond(stream, headers)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  const { port } = server.address() as AddressInfo
  const lines = new Http2Lines({ origin: new URL(`http://127.0.0.1:${port}`), certificate: null })
  onTestFinished(async () => {
    await lines.close()
    await new Promise((resolve) => server.close(resolve))
  })
  return { lines, begunBefore, whole }
}

describe('over HTTP/2', () => {
  const echo = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.respond({ ':status': 200 })
    stream.end(`{"to":"${String(headers['authorization']).replace('Bearer ', '')}"}`)
  }

  test('cancellations without a body are held back as bookings are, and each has its own answer', async () => {
    const { lines, begunBefore, whole } = await http2Target(echo)
    await openLines(lines, 20)
    const ended = await fire({ count: 20, lines })
    expect(begunBefore).toEqual(Array.from({ length: 20 }, () => 20))
    expect(ends(ended)).toEqual(answersTo(20))
    expect(whole.filter((line) => line === 'POST /bookings')).toHaveLength(10)
    expect(whole.filter((line) => /^DELETE \/bookings\/R\d+$/.test(line))).toHaveLength(10)
  })

  test('what has no answer is given up on, and an interruption while it is armed releases nothing', async () => {
    const { lines, whole } = await http2Target((stream, headers) => {
      if (headers[':method'] === 'POST') echo(stream, headers)
    })
    await openLines(lines, 4)
    const ended = await fire({ count: 4, lines, timeoutMs: 200 })
    expect(ends(ended)).toEqual(['200 {"to":"t0"}', unknown('timeout'), '200 {"to":"t2"}', unknown('timeout')])
    expect(whole).toHaveLength(4)
    const controller = new AbortController()
    const volley = fire({ count: 4, lines, timeoutMs: 200, signal: controller.signal })
    controller.abort()
    expect(await volley).toEqual([])
    // What is still on its way to the server is older than the answer to this.
    await openLines(lines, 4)
    expect(whole).toHaveLength(4)
  })
})
