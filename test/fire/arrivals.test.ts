import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import { answer, rawTarget, soldOut, type RawConnection } from '../targets/raw-target.ts'
import { fire } from './support/fire.ts'

const answerAll = { onBooking: ({ socket }: RawConnection) => void socket.write(soldOut) }
const bySending = (attempts: readonly EndedAttempt[]) => attempts.toSorted((a, b) => a.sentUs - b.sentUs)

describe.each([
  ['ramp', 'users: 20', 'arrivals: { pattern: ramp, duration: 600ms }'],
  ['rate', '', 'arrivals: { pattern: rate, perSecond: 40, duration: 500ms }'],
])('%s', (_, users, round) => {
  test('sends its users in order, each at its time and not before', async () => {
    const target = await rawTarget(answerAll)
    const { attempts, plan, fired } = await fire(target.origin, { top: users, round })
    expect(plan.user.length).toBe(20)
    expect(fired.launched).toBe(20)
    expect(bySending(attempts).map(({ user }) => user)).toEqual([...plan.user])
    for (const [index, { plannedUs, sentUs }] of bySending(attempts).entries()) {
      expect(plannedUs).toBeCloseTo(plan.atUs[index] ?? Number.NaN, 0)
      expect(sentUs).toBeGreaterThanOrEqual(plannedUs - 1)
    }
  })

  test('sends on schedule although nobody is ever answered', async () => {
    const target = await rawTarget({})
    const { attempts } = await fire(target.origin, { top: `${users}\ntimeout: 3s`, round })
    expect(target.bookings).toHaveLength(20)
    // Everybody had left before the first gave up waiting.
    const gaveUp = Math.min(...attempts.map(({ endedUs }) => endedUs))
    expect(Math.max(...attempts.map(({ sentUs }) => sentUs))).toBeLessThan(gaveUp)
    expect(new Set(attempts.map(({ outcome }) => outcome.kind))).toEqual(new Set(['unknown']))
  })
})

describe('rate', () => {
  test('one line is enough for all who come after another, where everybody is answered', async () => {
    const target = await rawTarget(answerAll)
    let opened = 0
    const { attempts } = await fire(
      target.origin,
      { round: 'arrivals: { pattern: rate, perSecond: 10, duration: 1500ms }' },
      { beforeGate: () => void (opened = target.connections.length) },
    )
    expect(attempts).toHaveLength(15)
    expect(target.carriers()).toHaveLength(1)
    // As many as come in a second were opened beforehand, and none after it.
    expect(opened).toBeGreaterThanOrEqual(10)
    expect(target.connections).toHaveLength(opened)
  })

  test('more lines are opened where none is free, and they are all closed in the end', async () => {
    const target = await rawTarget({})
    const { attempts, fired, close } = await fire(target.origin, {
      top: 'timeout: 4s',
      round: 'arrivals: { pattern: rate, perSecond: 10, duration: 2s }',
    })
    expect(fired.launched).toBe(20)
    expect(attempts).toHaveLength(20)
    expect(target.carriers()).toHaveLength(20)
    expect(
      target.carriers().map(({ requests }) => requests.filter(({ line }) => line.startsWith('POST')).length),
    ).toEqual(Array.from({ length: 20 }, () => 1))
    await close()
    await target.deserted()
  })

  test('a line that was given up on is opened anew for the next, who does not get the late answer', async () => {
    const target = await rawTarget({
      onBooking: ({ socket }, { number, headers }) => {
        const isFirst = headers.get('authorization') === 'Bearer token-0'
        const body = JSON.stringify({ code: isFirst ? 'LATE' : `${number}` })
        void wait(isFirst ? 300 : 0).then(() => socket.write(answer(409, body)))
      },
    })
    const { attempts } = await fire(target.origin, {
      top: 'timeout: 100ms',
      round: 'arrivals: { pattern: rate, perSecond: 5, duration: 1s }',
    })
    expect(attempts.filter(({ outcome }) => outcome.kind === 'unknown').map(({ user }) => user)).toEqual([0])
    expect(attempts.some(({ outcome }) => outcome.kind === 'rejected' && outcome.code === 'LATE')).toBe(false)
  })
})

describe('loop', () => {
  const round = 'arrivals: { pattern: loop, duration: 300ms }'

  test('every user comes again until the time is over, each time for something new', async () => {
    const target = await rawTarget({
      onBooking: ({ socket }) => void wait(5).then(() => socket.write(soldOut)),
    })
    const { attempts, fired, openedMs, plan, close } = await fire(target.origin, { top: 'users: 5', round })
    expect(plan.user.length).toBe(5)
    expect(openedMs).toBeGreaterThan(0)
    expect(attempts).toHaveLength(fired.launched)
    expect(target.bookings).toHaveLength(fired.launched)
    for (const user of plan.user) {
      const own = attempts.filter((attempt) => attempt.user === user)
      expect(own.length).toBeGreaterThan(2)
      expect(own.map(({ attempt }) => attempt)).toEqual(own.map((_, index) => index + 1))
      expect(own.map(({ operation }) => operation)).toEqual(own.map((_, index) => index))
      // Everybody who was answered before the end came again, and nobody did after it.
      expect(own.slice(0, -1).every(({ endedUs }) => endedUs < 300_000)).toBe(true)
      expect(own.at(-1)?.endedUs).toBeGreaterThanOrEqual(300_000)
    }
    expect(target.carriers()).toHaveLength(5)
    const keys = target.bookings.map(({ headers }) => headers.get('idempotency-key'))
    expect(new Set(keys).size).toBe(keys.length)
    await close()
    await target.deserted()
  })

  test('over connections that are closed after every answer it is as if they were not', async () => {
    const target = await rawTarget({
      onBooking: ({ socket }) => void socket.end(answer(409, '{"code":"SOLD_OUT"}', ['connection: close'])),
    })
    const { attempts, fired, close } = await fire(target.origin, { top: 'users: 3', round })
    expect(new Set(attempts.map(({ outcome }) => outcome.kind))).toEqual(new Set(['soldOut']))
    expect(attempts).toHaveLength(fired.launched)
    expect(target.bookings).toHaveLength(fired.launched)
    await close()
    await target.deserted()
  })

  test('a shop that is gone is left alone', async () => {
    const target = await rawTarget({ onBooking: () => void (target.bookings.length === 4 && target.die()) })
    const { attempts, fired } = await fire(target.origin, {
      top: 'users: 4',
      round: 'arrivals: { pattern: loop, duration: 1m }',
    })
    expect(attempts).toHaveLength(fired.launched)
    const last = [0, 1, 2, 3].map((user) => attempts.findLast((attempt) => attempt.user === user)?.outcome)
    expect(last).toEqual(Array.from({ length: 4 }, () => ({ kind: 'rejected', code: 'CONNECTION_REFUSED' })))
  })
})
