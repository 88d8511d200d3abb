import type { Worker } from 'node:worker_threads'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Fleet } from '../../src/fleet/fleet.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import type { History } from '../../src/record/history.ts'
import { concert, contract, sessionOf } from '../builders/own-api.ts'
import { planOf } from '../fire/support/fire.ts'
import { answer, rawTarget, soldOut, type Behaviour, type RawRequest } from '../targets/raw-target.ts'
import { until } from '../targets/until.ts'
import { openFleet } from './built-fleet.ts'

const never = new AbortController().signal

function fleetTo(origin: string, threads: number): Fleet {
  const fleet = openFleet({ baseUrl: origin, certificate: null, http2: false, contract }, threads)
  onTestFinished(() => fleet.close())
  return fleet
}

function shotOf(yaml: { top?: string; round?: string }, keyPrefix = 'k') {
  const plan = planOf(yaml)
  const sessions = Array.from(plan.user, (_, user) => sessionOf(`token-${user}`))
  return { plan, event: concert, sessions, keyPrefix }
}

const keyOf = ({ headers }: RawRequest): string => headers.get('idempotency-key') ?? ''

/** Books for everybody, under a reference that tells who asked. */
const bookAll: Behaviour = {
  onBooking: ({ socket }, request) => {
    const reference = `R-${keyOf(request)}`
    socket.write(answer(201, JSON.stringify({ reference, seats: 1, version: 2 })))
  },
}

/** Who was acknowledged what, by the history. */
const acknowledged = (history: History) =>
  Array.from(attemptsOf(history), ({ user, acknowledged: what }) => `${user} ${what?.reference}`).toSorted()

const everybody = (users: number, prefix = 'k') =>
  Array.from({ length: users }, (_, user) => `${user} R-${prefix}-${user}-0`).toSorted()

describe.each([1, 2, 3])('%i sending threads', (threads) => {
  test('send for every user once, and bring every record home', async () => {
    const target = await rawTarget(bookAll)
    const fleet = fleetTo(target.origin, threads)
    await fleet.connect(shotOf({ top: 'users: 100' }), never)
    const { fired, history } = await fleet.fire(never)
    expect(acknowledged(history)).toEqual(everybody(100))
    expect(target.bookings.map(keyOf).toSorted()).toEqual(
      Array.from({ length: 100 }, (_, user) => `k-${user}-0`).toSorted(),
    )
    expect(fired.launched).toBe(100)
    expect(history.length).toBe(100)
    expect(target.carriers()).toHaveLength(100)
    await fleet.close()
    await target.deserted()
  })

  test('release nobody before everybody is armed, on whichever thread', async () => {
    let armed = 0
    let armedAtFirst = 0
    const target = await rawTarget({
      onArmed: () => void armed++,
      onBooking: ({ socket }) => {
        armedAtFirst ||= armed
        socket.write(soldOut)
      },
    })
    const fleet = fleetTo(target.origin, threads)
    await fleet.connect(shotOf({ top: 'users: 60' }), never)
    const { history } = await fleet.fire(never)
    expect(armedAtFirst).toBe(60)
    for (const { sentUs, plannedUs } of attemptsOf(history)) {
      expect(plannedUs).toBe(0)
      expect(sentUs).toBeGreaterThanOrEqual(0)
    }
  })

  test('play the next round over the same connections', async () => {
    const target = await rawTarget(bookAll)
    const fleet = fleetTo(target.origin, threads)
    for (const prefix of ['one', 'two', 'three']) {
      await fleet.connect(shotOf({ top: 'users: 20' }, prefix), never)
      const { history } = await fleet.fire(never)
      expect(acknowledged(history)).toEqual(everybody(20, prefix))
    }
    expect(target.carriers()).toHaveLength(20)
    expect(target.bookings).toHaveLength(60)
  })

  test('follow every user of theirs through retries, waves and schedules', async () => {
    const target = await rawTarget({
      onBooking: ({ socket }, request) =>
        void socket.write(keyOf(request).endsWith('-0') ? answer(409, '{"code":"VERSION_CONFLICT"}') : soldOut),
    })
    const fleet = fleetTo(target.origin, threads)
    for (const [round, users] of [
      ['retry: immediate', 12],
      ['retry: immediate\narrivals: { pattern: waves, waves: 3, interval: 100ms }', 12],
      ['retry: immediate\narrivals: { pattern: rate, perSecond: 100, duration: 130ms }', 13],
    ] as const) {
      const before = target.bookings.length
      await fleet.connect(shotOf({ round }), never)
      const { fired, history } = await fleet.fire(never)
      expect([history.length, fired.launched, target.bookings.length - before]).toEqual([
        2 * users,
        2 * users,
        2 * users,
      ])
      const tries = Array.from(attemptsOf(history), ({ user, attempt, outcome }) => `${user} ${attempt} ${outcome}`)
      const wanted = Array.from({ length: users }, (_, user) => [`${user} 1 conflict`, `${user} 2 soldOut`]).flat()
      expect(tries.toSorted()).toEqual(wanted.toSorted())
    }
  })

  test('send for fewer users than there are threads', async () => {
    const target = await rawTarget(bookAll)
    const fleet = fleetTo(target.origin, threads)
    await fleet.connect(shotOf({ top: 'users: 1' }), never)
    expect(acknowledged((await fleet.fire(never)).history)).toEqual(everybody(1))
  })

  test('an interruption ends all of them, and what they know by then comes home', async () => {
    const controller = new AbortController()
    const target = await rawTarget({})
    const fleet = fleetTo(target.origin, threads)
    await fleet.connect(shotOf({ top: 'users: 30\ntimeout: 10m' }), controller.signal)
    const sent = fleet.fire(controller.signal)
    await until(() => target.bookings.length === 30)
    controller.abort()
    const { fired, history } = await sent
    expect(fired.launched).toBe(30)
    const causes = Array.from(attemptsOf(history), ({ cause }) => cause)
    expect(causes).toEqual(Array.from({ length: 30 }, () => 'interrupted'))
    await fleet.close()
    await target.deserted()
  })

  test('an interruption before the gate leaves everything unsent', async () => {
    const controller = new AbortController()
    const target = await rawTarget(bookAll)
    const fleet = fleetTo(target.origin, threads)
    await fleet.connect(shotOf({ top: 'users: 10' }), controller.signal)
    controller.abort()
    const { fired, history } = await fleet.fire(controller.signal)
    expect([fired.launched, history.length, target.bookings.length]).toEqual([0, 0, 0])
    await fleet.close()
    await target.deserted()
  })

  test('an interruption does not wait for connections that never open', async () => {
    const controller = new AbortController()
    const target = await rawTarget({ onLook: () => {} })
    const fleet = fleetTo(target.origin, threads)
    const connected = fleet.connect(shotOf({ top: 'users: 10' }), controller.signal)
    await until(() => target.connections.flatMap(({ requests }) => requests).length === 10)
    controller.abort()
    await connected
    const { fired } = await fleet.fire(controller.signal)
    expect(fired.launched).toBe(0)
    await fleet.close()
    await target.deserted()
  })

  test('a target that cannot connect everybody fails the round by a sentence', async () => {
    const target = await rawTarget({ onConnection: ({ socket, number }) => void (number >= 5 && socket.destroy()) })
    const fleet = fleetTo(target.origin, threads)
    const refusal = fleet.connect(shotOf({ top: 'users: 20' }), never)
    await expect(refusal).rejects.toMatchObject({ name: 'TargetError', message: /could be connected/ })
    await fleet.close()
    await target.deserted()
  })

  test('a request that cannot be put on the wire never leaves, and nobody waits at the gate for it', async () => {
    const target = await rawTarget(bookAll)
    const fleet = fleetTo(target.origin, threads)
    const shot = shotOf({ top: 'users: 6' })
    const sessions = shot.sessions.map((session, user) => (user === 0 ? sessionOf('line\nbreak') : session))
    await fleet.connect({ ...shot, sessions }, never)
    const { history } = await fleet.fire(never)
    const told = new Map(Array.from(attemptsOf(history), ({ user, outcome, code }) => [user, { outcome, code }]))
    expect(told.get(0)).toEqual({ outcome: 'rejected', code: expect.stringContaining('no header can carry') })
    const others = Array.from({ length: 5 }, (_, index) => index + 1)
    expect(others.map((user) => told.get(user)?.outcome)).toEqual(others.map(() => 'booked'))
    expect(target.bookings.map(keyOf).toSorted()).toEqual(others.map((user) => `k-${user}-0`))
    await fleet.close()
    await target.deserted()
  })
})

describe('a thread that dies', () => {
  /** A fleet of three, and its threads as node knows them. */
  function watchedFleet(origin: string): { fleet: Fleet; workers: readonly Worker[] } {
    const workers: Worker[] = []
    const watch = (worker: Worker) => void workers.push(worker)
    process.on('worker', watch)
    const fleet = fleetTo(origin, 3)
    // Node tells of a worker a tick after it was made.
    setImmediate(() => process.off('worker', watch))
    return { fleet, workers }
  }

  test('while others wait at the gate, or for answers, fails the round', async () => {
    const target = await rawTarget({})
    const { fleet, workers } = watchedFleet(target.origin)
    await fleet.connect(shotOf({ top: 'users: 9\ntimeout: 10m' }), never)
    expect(workers).toHaveLength(3)
    const failure = fleet.fire(never).catch((reason: unknown) => reason)
    await until(() => target.bookings.length === 9)
    await workers[1]?.terminate()
    expect(await failure).toMatchObject({ message: 'a sending thread ended before its work was done' })
    await fleet.close()
    await target.deserted()
  })

  test('before the round fails whatever is asked of it next', async () => {
    const target = await rawTarget(bookAll)
    const { fleet, workers } = watchedFleet(target.origin)
    await fleet.connect(shotOf({ top: 'users: 9' }), never)
    await workers[2]?.terminate()
    await expect(fleet.fire(never)).rejects.toThrow(/a sending thread ended/)
    await fleet.close()
    await target.deserted()
    expect(target.bookings).toHaveLength(0)
  })

  test('of a defect says of which', async () => {
    const target = await rawTarget({})
    const { fleet, workers } = watchedFleet(target.origin)
    await fleet.connect(shotOf({ top: 'users: 3\ntimeout: 10m' }), never)
    const failure = fleet.fire(never).catch((reason: unknown) => reason)
    await until(() => target.bookings.length === 3)
    // No message that a thread expects: it throws where nobody catches.
    workers[0]?.postMessage(null, [])
    expect(await failure).toBeInstanceOf(TypeError)
    await fleet.close()
    await target.deserted()
  })
})
