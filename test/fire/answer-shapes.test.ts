import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { answer, soldOut } from '../targets/raw-target.ts'
import { booked, burst, created, endings, reply, six } from './support/burst.ts'

describe('answers of every shape', () => {
  const chunked = (body: string) =>
    `HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)};x=y\r\n${body}\r\n0\r\nt: r\r\n\r\n`
  const interim = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${answer(201, created)}`

  test.each([
    ['of a known length', answer(201, created)],
    ['in chunks', chunked(created)],
    ['after interim ones', interim],
    ['with a head of 60 KB', answer(201, created, [`x: ${'a'.repeat(60_000)}`])],
    ['with a second answer that nobody asked for', answer(201, created) + soldOut],
  ])('%s', async (_, text) => {
    const { attempts } = await burst({ onBooking: reply(text) })
    expect(endings(attempts)).toEqual(six(booked))
  })

  test.each([
    ['of a known length', answer(201, created)],
    ['in chunks', chunked(created)],
    ['after interim ones', interim],
  ])('%s, split at every byte', async (_, text) => {
    const { attempts } = await burst({
      onBooking: ({ socket }) => {
        void (async () => {
          for (const byte of text) {
            socket.write(byte)
            await wait(0)
          }
        })()
      },
    })
    expect(endings(attempts)).toEqual(six(booked))
  })

  test.each([
    ['nothing at all', answer(201), { kind: 'unknown', cause: 'unreadable', status: 201 }],
    ['204 and no body', 'HTTP/1.1 204 No Content\r\n\r\n', { kind: 'unknown', cause: 'unreadable', status: 204 }],
    [
      'chunks of nothing',
      'HTTP/1.1 409 Conflict\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      { kind: 'rejected', code: null, status: 409 },
    ],
    [
      '304 with a length',
      'HTTP/1.1 304 x\r\ncontent-length: 9\r\n\r\n',
      { kind: 'unknown', cause: 'unreadable', status: 304 },
    ],
  ])('%s', async (_, text, ending) => {
    const { attempts } = await burst({ onBooking: reply(text) }, { top: 'timeout: 20s' })
    expect(endings(attempts)).toEqual(six(ending))
  })

  test('a body of ten megabytes is read to its end, and the connection used again', async () => {
    const large = answer(409, JSON.stringify({ code: 'VERSION_CONFLICT', why: 'x'.repeat(10_000_000) }))
    const { attempts, target } = await burst(
      { onBooking: ({ socket }, { number }) => void socket.write(number === 1 ? large : soldOut) },
      { round: 'retry: immediate', top: 'timeout: 60s' },
    )
    // What is kept of it is no JSON any more, so its code is not known; the user has an answer all the same.
    expect(endings(attempts)).toEqual(six({ kind: 'rejected', code: null, status: 409 }))
    expect(target.carriers()).toHaveLength(6)
  })

  test.each([
    ['a head that never ends', `HTTP/1.1 201 Created\r\nx: ${'a'.repeat(100_000)}`, 0],
    ['two lengths', 'HTTP/1.1 201 Created\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!', 0],
    ['a length and chunks', 'HTTP/1.1 201 x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 0],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n', 0],
    ['no HTTP', 'hello\r\n', 0],
    ['bytes of no kind', '\0\xff\xfe\r\n\r\n', 0],
  ])('%s is unreadable, and the connection is not used again', async (_, text, status) => {
    const { attempts, target } = await burst(
      {
        onBooking: ({ socket }, { number }) => void socket.write(number === 1 ? Buffer.from(text, 'latin1') : soldOut),
      },
      { round: 'retry: { policy: immediate, attempts: 2 }' },
    )
    const first = attempts.filter(({ attempt }) => attempt === 1)
    expect(endings(first)).toEqual(six({ kind: 'unknown', cause: 'unreadable', status }))
    expect(target.carriers().every(({ requests }) => requests.length <= 2)).toBe(true)
    expect(target.carriers()).toHaveLength(12)
  })
})

describe('a target that is slow beyond all patience', () => {
  const unknown = { kind: 'unknown', cause: 'timeout', status: 0 }

  test('it never answers', async () => {
    const { attempts } = await burst({}, { top: 'timeout: 100ms' })
    expect(endings(attempts)).toEqual(six(unknown))
  })

  test.each([
    ['the head', 'HTTP/1.1 201 Created\r\nx: ', unknown],
    ['interim responses', 'HTTP/1.1 100 Continue\r\n\r\n', unknown],
    [
      'the body of a refusal',
      'HTTP/1.1 403 Forbidden\r\ncontent-length: 100000\r\n\r\n',
      { kind: 'rejected', code: null, status: 403 },
    ],
    [
      'the body of a 201',
      'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{',
      { kind: 'booked', reference: null, seats: null, version: null, status: 201 },
    ],
  ])('it trickles %s', async (_, text, ending) => {
    const { attempts } = await burst(
      {
        onBooking: ({ socket }) => {
          socket.write(text)
          const trickle = setInterval(() => socket.write(text.startsWith('HTTP/1.1 100') ? text : 'x'), 10)
          socket.once('close', () => clearInterval(trickle))
        },
      },
      { top: 'timeout: 200ms' },
    )
    expect(endings(attempts)).toEqual(six(ending))
  })

  test('an answer that comes after its user has given up is not taken for the answer to another attempt', async () => {
    const { attempts, target } = await burst(
      {
        onBooking: ({ socket, requests }) => {
          if (requests.length === 2) setTimeout(() => socket.write(answer(201, created)), 250)
          else socket.write(soldOut)
        },
      },
      { top: 'timeout: 100ms', round: 'retry: { policy: fixed, delay: 300ms, attempts: 2 }' },
    )
    expect(endings(attempts.filter(({ attempt }) => attempt === 1))).toEqual(six(unknown))
    expect(endings(attempts.filter(({ attempt }) => attempt === 2))).toEqual(six({ kind: 'soldOut', status: 409 }))
    expect(target.carriers()).toHaveLength(12)
  })
})
