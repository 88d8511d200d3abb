import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { answer, event, soldOut, type RawConnection } from '../targets/raw-target.ts'
import { until } from '../targets/until.ts'
import { burst, endings, reply, six } from './support/burst.ts'

describe('a target that closes connections while their requests are armed', () => {
  const cuts: [string, (connection: RawConnection) => void][] = [
    ['politely', ({ socket }) => void socket.end()],
    ['by a reset', ({ socket }) => void socket.resetAndDestroy()],
  ]

  test.each(cuts)('once, %s: they are armed again on others', async (_, cut) => {
    let armed = 0
    const { attempts, target } = await burst(
      {
        onBooking: reply(soldOut),
        onArmed: (connection) => {
          if (++armed <= 6) cut(connection)
        },
      },
      { beforeGate: () => until(() => armed === 12) },
    )
    expect(endings(attempts)).toEqual(six({ kind: 'soldOut', status: 409 }))
    expect(target.bookings).toHaveLength(6)
    expect(target.carriers()).toHaveLength(12)
  })

  test.each(cuts)('always, %s: they are sent whole when the gate opens, and nobody waits for more', async (_, cut) => {
    let isOpen = false
    const { attempts, target } = await burst(
      { onBooking: reply(soldOut), onArmed: (connection) => void (isOpen || cut(connection)) },
      {
        beforeGate: async ({ carriers }) => {
          // Each was armed once and three times again.
          await until(() => carriers().length === 24 && carriers().every(({ socket }) => socket.destroyed))
          await wait(50)
          isOpen = true
        },
      },
    )
    expect(endings(attempts)).toEqual(six({ kind: 'soldOut', status: 409 }))
    expect(target.bookings).toHaveLength(6)
  })

  test('and dies between arming and release: everybody is turned away', async () => {
    const { attempts } = await burst({ onBooking: reply(soldOut) }, { beforeGate: (target) => target.die() })
    // Some have noticed before their last byte left; for the others it went where nobody answers.
    for (const { kind } of attempts.map(({ outcome }) => outcome)) expect(['rejected', 'unknown']).toContain(kind)
  })

  test('and dies long before the release: no request was ever whole', async () => {
    const { attempts, target } = await burst(
      { onBooking: reply(soldOut) },
      {
        beforeGate: async (raw) => {
          raw.die()
          await raw.deserted()
          await wait(50)
        },
      },
    )
    expect(endings(attempts)).toEqual(six({ kind: 'rejected', code: 'CONNECTION_REFUSED', status: 0 }))
    expect(target.bookings).toHaveLength(0)
  })
})

describe('a target that closes the connection after every answer', () => {
  test.each([
    ['and says so', answer(409, '{"code":"SOLD_OUT"}', ['Connection: close'])],
    ['with HTTP/1.0', 'HTTP/1.0 409 Conflict\r\n\r\n{"code":"SOLD_OUT"}'],
    ['without having said so', soldOut],
  ])('%s', async (_, text) => {
    const { attempts, target } = await burst({
      onLook: ({ socket }) => void socket.end(event.replace('\r\n', '\r\nConnection: close\r\n')),
      onBooking: ({ socket }) => void socket.end(text),
    })
    expect(endings(attempts)).toEqual(six({ kind: 'soldOut', status: 409 }))
    expect(target.carriers()).toHaveLength(6)
  })

  test('users who try again do so over new ones, and every attempt is answered', async () => {
    const { attempts, target } = await burst(
      {
        onBooking: ({ socket }) => void socket.end(answer(409, '{"code":"VERSION_CONFLICT"}', ['Connection: close'])),
      },
      { round: 'retry: { policy: immediate, attempts: 4 }' },
    )
    expect(attempts).toHaveLength(24)
    expect(new Set(attempts.map(({ outcome }) => outcome.kind))).toEqual(new Set(['conflict']))
    expect(target.bookings).toHaveLength(24)
  })
})

describe('a target that breaks off', () => {
  const hangUps: [string, (connection: RawConnection) => void][] = [
    ['politely', ({ socket }) => void socket.end()],
    ['by a reset', ({ socket }) => void setTimeout(() => socket.resetAndDestroy(), 30)],
  ]

  describe.each(hangUps)('%s', (_, hangUp) => {
    const breakOff = (text: string) => (connection: RawConnection) => {
      connection.socket.write(text)
      hangUp(connection)
    }

    test.each([
      ['before its answer', ''],
      ['in the head of its answer', 'HTTP/1.1 201 Created\r\ncontent-le'],
      ['after an interim response', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ])('%s: nobody knows what it did', async (__, text) => {
      const { attempts, target } = await burst({ onBooking: breakOff(text) })
      expect(endings(attempts)).toEqual(six({ kind: 'unknown', cause: 'disconnect', status: 0 }))
      expect(target.bookings).toHaveLength(6)
    })

    test.each([
      [
        'in the body of a 201',
        'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"refe',
      ],
      [
        'in the chunks of a 201',
        'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{"refe',
      ],
    ])('%s: it did book', async (__, text) => {
      const { attempts } = await burst({ onBooking: breakOff(text) })
      expect(endings(attempts)).toEqual(
        six({ kind: 'booked', reference: null, seats: null, version: null, status: 201 }),
      )
    })

    test('and is asked again with the same key, over another connection', async () => {
      const { attempts, target } = await burst(
        {
          onBooking: (connection) =>
            connection.requests.length === 2 ? hangUp(connection) : reply(soldOut)(connection),
        },
        { round: 'retry: immediate' },
      )
      // A connection's second request is its first booking, so the second attempt was its only request.
      expect(attempts).toHaveLength(12)
      expect(target.bookings).toHaveLength(12)
      for (const user of [0, 1, 2, 3, 4, 5]) {
        const asked = target.bookings.filter(({ headers }) => headers.get('authorization') === `Bearer token-${user}`)
        expect(asked.map(({ headers }) => headers.get('idempotency-key'))).toEqual([`${user}-0`, `${user}-0`])
      }
    })
  })

  test('and half closes: it says nothing more, so nobody waits for it', async () => {
    const { attempts } = await burst(
      {
        onBooking: ({ socket }) => {
          socket.allowHalfOpen = true
          socket.end()
        },
      },
      { top: 'timeout: 55s' },
    )
    expect(endings(attempts)).toEqual(six({ kind: 'unknown', cause: 'disconnect', status: 0 }))
  })

  test('and refuses every connection after the first ones: its users are turned away', async () => {
    const { attempts } = await burst(
      {
        onBooking: ({ socket }) => {
          socket.end(answer(409, '{"code":"VERSION_CONFLICT"}', ['connection: close']))
        },
      },
      {
        round: 'retry: { policy: fixed, delay: 300ms, attempts: 3 }',
        beforeGate: (target) => void setTimeout(() => target.die(), 150),
      },
    )
    const second = attempts.filter(({ attempt }) => attempt === 2)
    expect(endings(second)).toEqual(six({ kind: 'rejected', code: 'CONNECTION_REFUSED', status: 0 }))
    expect(attempts).toHaveLength(12)
  })
})
