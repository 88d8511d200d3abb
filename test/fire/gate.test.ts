import { describe, expect, test } from 'vitest'
import { monotonicMs } from '../../src/fire/clock.ts'
import { rawTarget, soldOut, type RawConnection } from '../targets/raw-target.ts'
import { fire } from './support/fire.ts'

const answerAll = { onBooking: ({ socket }: RawConnection) => void socket.write(soldOut) }
const everybody = (count: number) => Array.from({ length: count }, (_, user) => user)
const userOf = (headers: ReadonlyMap<string, string>): number => Number(headers.get('authorization')?.split('-')[1])

describe('before the gate opens', () => {
  test('every request lies at the target but for its last byte, and none is whole', async () => {
    const target = await rawTarget(answerAll)
    let begun: readonly string[] = []
    let whole = -1
    await fire(
      target.origin,
      { top: 'users: 50' },
      {
        beforeGate: () => {
          begun = target.carriers().map((connection) => connection.begun)
          whole = target.bookings.length
        },
      },
    )
    expect(whole).toBe(0)
    expect(begun).toHaveLength(50)
    // What came once the gate was open is the last byte alone.
    const complete = target.carriers().map(({ requests }) => requests[1])
    for (const [index, text] of begun.entries()) {
      expect(text).toMatch(/^POST \/bookings HTTP\/1\.1\r\n/)
      expect(text.endsWith('{"eventId":"e","seats":1')).toBe(true)
      expect(complete[index]?.body).toBe('{"eventId":"e","seats":1}')
    }
    expect(target.bookings).toHaveLength(50)
  })

  test('no attempt counts as sent', async () => {
    const target = await rawTarget(answerAll)
    const { attempts } = await fire(target.origin, { top: 'users: 20' })
    for (const { sentUs, plannedUs } of attempts) {
      expect(plannedUs).toBe(0)
      expect(sentUs).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('when the gate opens', () => {
  test('the users leave in the order of the plan', async () => {
    const target = await rawTarget(answerAll)
    const { attempts, plan } = await fire(target.origin, { top: 'users: 60' })
    const order = attempts.toSorted((a, b) => a.sentUs - b.sentUs).map(({ user }) => user)
    expect(order).toEqual([...plan.user])
    expect(order).not.toEqual(everybody(60))
  })

  test('connections that break at that moment hold nobody up: everybody is sent, and recorded once', async () => {
    const target = await rawTarget(answerAll)
    const { attempts, fired } = await fire(
      target.origin,
      { top: 'users: 9' },
      {
        beforeGate: () => {
          for (const { socket } of target.connections.slice(0, 3)) socket.resetAndDestroy()
        },
      },
    )
    expect(fired.launched).toBe(9)
    expect(attempts.map(({ user }) => user).toSorted((a, b) => a - b)).toEqual(everybody(9))
  })
})

describe('waves', () => {
  const round = 'arrivals: { pattern: waves, waves: 3, interval: 400ms }'

  test('each is armed before its instant, and none of its requests is whole before it', async () => {
    const armed: number[] = []
    const target = await rawTarget({ ...answerAll, onArmed: () => void armed.push(monotonicMs()) })
    const { attempts, openedMs, plan } = await fire(target.origin, { top: 'users: 30', round })
    expect(armed).toHaveLength(30)
    const waveOf = (user: number) => Math.floor([...plan.user].indexOf(user) / 10)
    const received = target.bookings.map(({ headers, receivedMs }) => ({ wave: waveOf(userOf(headers)), receivedMs }))
    const origin = monotonicMs() - performance.now()
    for (const wave of [0, 1, 2]) {
      const instant = openedMs + wave * 400
      expect(armed.filter((at) => at < instant).length).toBeGreaterThanOrEqual((wave + 1) * 10)
      const ofWave = received.filter((request) => request.wave === wave)
      expect(ofWave).toHaveLength(10)
      for (const { receivedMs } of ofWave) expect(receivedMs + origin).toBeGreaterThanOrEqual(instant)
    }
    for (const { user, plannedUs, sentUs } of attempts) {
      expect(plannedUs).toBeCloseTo(waveOf(user) * 400_000, 0)
      expect(sentUs).toBeGreaterThanOrEqual(waveOf(user) * 400_000)
    }
  })

  test('a wave does not wait for the answers to the one before', async () => {
    const target = await rawTarget({})
    const { attempts } = await fire(target.origin, { top: 'users: 6\ntimeout: 2500ms', round })
    expect(target.bookings).toHaveLength(6)
    const first = Math.min(...attempts.map(({ endedUs }) => endedUs))
    expect(Math.max(...attempts.map(({ sentUs }) => sentUs))).toBeLessThan(first)
  })

  test('an interruption between two of them ends everybody, and nothing more is sent', async () => {
    const controller = new AbortController()
    const target = await rawTarget({ onBooking: () => void (target.bookings.length === 2 && controller.abort()) })
    const { attempts, fired, close } = await fire(
      target.origin,
      { top: 'users: 6', round },
      { signal: controller.signal },
    )
    expect(fired.launched).toBe(2)
    expect(attempts.map(({ outcome }) => outcome)).toEqual([
      { kind: 'unknown', cause: 'interrupted' },
      { kind: 'unknown', cause: 'interrupted' },
    ])
    expect(target.bookings).toHaveLength(2)
    await close()
    await target.deserted()
    // Not even the beginning of a request came after it.
    expect(target.connections.map(({ begun }) => begun).join('')).toBe('')
  })

  test('an interruption while one of them is armed withdraws it', async () => {
    const controller = new AbortController()
    let armed = 0
    const target = await rawTarget({ ...answerAll, onArmed: () => void (++armed === 4 && controller.abort()) })
    const { attempts, fired, close } = await fire(
      target.origin,
      { top: 'users: 6', round },
      { signal: controller.signal },
    )
    expect([fired.launched, attempts.length, target.bookings.length]).toEqual([2, 2, 2])
    await close()
    await target.deserted()
  })
})
