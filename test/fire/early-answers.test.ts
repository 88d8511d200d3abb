import { describe, expect, test } from 'vitest'
import { answer, soldOut } from '../targets/raw-target.ts'
import { booked, burst, created, endings, reply, six } from './support/burst.ts'

describe('a target that answers before the last byte', () => {
  test.each([
    ['401', answer(401, '{"code":"UNAUTHORIZED"}'), false],
    ['401 until the close', 'HTTP/1.1 401 Unauthorized\r\n\r\n{"code":"UNAUTHORIZED"}', true],
  ])('%s: it is counted once, and the rest of the request is not sent after it', async (_, text, closes) => {
    const { attempts, target } = await burst({
      onBooking: reply(soldOut),
      onArmed: ({ socket }) => void (closes ? socket.end(text) : socket.write(text)),
    })
    expect(endings(attempts)).toEqual(six({ kind: 'rejected', code: 'UNAUTHORIZED', status: 401 }))
    for (const { sentUs, endedUs } of attempts) expect(endedUs).toBeGreaterThanOrEqual(sentUs)
    expect(target.bookings).toHaveLength(0)
    expect(target.carriers().every(({ begun }) => begun.endsWith('"seats":1'))).toBe(true)
  })

  test('429 with Retry-After: whoever tries again does so later, whole, and over another connection', async () => {
    const limited = new Set<number>()
    const { attempts, target } = await burst(
      {
        onBooking: reply(soldOut),
        onArmed: ({ socket, number }) => {
          limited.add(number)
          socket.write(answer(429, '{"code":"RATE_LIMITED"}', ['Retry-After: 1']))
        },
      },
      { round: 'retry: { policy: immediate, attempts: 3 }' },
    )
    expect(limited.size).toBe(6)
    const first = attempts.filter(({ attempt }) => attempt === 1)
    const second = attempts.filter(({ attempt }) => attempt === 2)
    expect(endings(first)).toEqual(six({ kind: 'rateLimited', retryAfterMs: 1000, status: 429 }))
    expect(endings(second)).toEqual(six({ kind: 'soldOut', status: 409 }))
    expect(attempts).toHaveLength(12)
    expect(target.bookings).toHaveLength(6)
    expect(
      target.connections.filter(({ number }) => limited.has(number)).some(({ requests }) => requests.length > 1),
    ).toBe(false)
    const asked = new Map(first.map(({ user, endedUs }) => [user, endedUs + 1_000_000]))
    for (const { user, plannedUs } of second) expect(plannedUs).toBeCloseTo(asked.get(user) ?? Number.NaN, 0)
  })

  test('with no more than a beginning, and then hangs up: the request was not acted on and is armed again', async () => {
    let armed = 0
    const { attempts } = await burst({
      onBooking: reply(soldOut),
      onArmed: ({ socket }) => {
        if (++armed <= 6) socket.end('HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\nnot now')
      },
    })
    expect(endings(attempts)).toEqual(six({ kind: 'soldOut', status: 409 }))
  })

  test('with a beginning, and the rest after it: it is one answer', async () => {
    const { attempts, target } = await burst({
      onArmed: ({ socket }) => void socket.write(soldOut.slice(0, 20)),
      onBooking: reply(soldOut.slice(20)),
    })
    expect(endings(attempts)).toEqual(six({ kind: 'soldOut', status: 409 }))
    expect(target.bookings).toHaveLength(6)
  })

  test('with 100 Continue: it is no answer', async () => {
    const { attempts } = await burst({
      onArmed: reply('HTTP/1.1 100 Continue\r\n\r\n'),
      onBooking: reply(answer(201, created)),
    })
    expect(endings(attempts)).toEqual(six(booked))
  })

  test('with what is no HTTP: nobody is released onto it', async () => {
    const { attempts, target } = await burst({ onArmed: reply('go away\r\n'), onBooking: reply(soldOut) })
    expect(endings(attempts)).toEqual(six({ kind: 'unknown', cause: 'unreadable', status: 0 }))
    expect(target.bookings).toHaveLength(0)
  })
})
