import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Readers } from '../../src/fire/readers.ts'
import { api, concert } from '../builders/own-api.ts'
import { answer, rawTarget, type Behaviour, type RawConnection } from '../targets/raw-target.ts'
import { until } from '../targets/until.ts'
import { linesTo } from './support/fire.ts'

const look = api.look(concert)
const countTimers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

const shows = ({ socket }: RawConnection, version: number): void =>
  void socket.write(answer(200, JSON.stringify({ available: 100 - version, version })))

/** Readers whose lines are open; what they look at from then on is shown by `onLook`. */
async function readersAt(onLook: NonNullable<Behaviour['onLook']>, count = 3) {
  let isOpening = true
  const target = await rawTarget({
    onLook: (connection, request) => (isOpening ? shows(connection, 0) : onLook(connection, request)),
  })
  const lines = linesTo(target.origin)
  await lines.open(
    Uint32Array.from({ length: count }, (_, reader) => reader),
    look,
    new AbortController().signal,
  )
  isOpening = false
  const [timers, opened] = [countTimers(), target.open()]
  const readers = new Readers({ lines, count, look, readLook: (shown) => api.readLook(shown, concert) })
  /** Stops them, and holds them to it: not a look more, not a connection, not a timer. */
  const stop = async () => {
    const seen = readers.stop()
    const { length } = seen
    expect(countTimers()).toBeLessThanOrEqual(timers)
    await until(() => target.open() <= opened - count)
    const connections = target.connections.length
    await wait(40)
    expect([seen.length, target.connections.length]).toEqual([length, connections])
    await lines.close()
    await target.deserted()
    return seen
  }
  return { target, readers, stop }
}

test('look again and again from when they are started, each over a connection of its own', async () => {
  let shown = 0
  const { target, readers, stop } = await readersAt((connection) => shows(connection, ++shown))
  await wait(40)
  expect(shown).toBe(0)
  const connections = target.connections.length
  readers.start()
  await until(() => shown >= 30)
  expect(target.connections).toHaveLength(connections)
  const seen = await stop()
  expect(new Set(seen.map(({ reader }) => reader))).toEqual(new Set([0, 1, 2]))
  // Each was shown what the target counted, and none of it twice.
  const versions = seen.map(({ version }) => version ?? 0)
  expect(new Set(versions).size).toBe(versions.length)
  for (const { available, version, sentMs, endedMs } of seen) {
    expect(available).toBe(100 - (version ?? 0))
    expect(endedMs).toBeGreaterThan(sentMs)
  }
})

test('a reader looks again only once it was answered, and in the order in which the looks ended', async () => {
  let shown = 0
  const { readers, stop } = await readersAt((connection) => shows(connection, ++shown), 2)
  readers.start()
  await until(() => shown >= 20)
  const seen = await stop()
  const byEnd = seen.map(({ endedMs }) => endedMs)
  expect(byEnd).toEqual(byEnd.toSorted((a, b) => a - b))
  for (const reader of [0, 1]) {
    const own = seen.filter((glimpse) => glimpse.reader === reader)
    for (const [index, { sentMs }] of own.entries()) {
      expect(sentMs).toBeGreaterThanOrEqual(own[index - 1]?.endedMs ?? 0)
    }
  }
})

test('what shows no event is left out, and a target that hangs up is looked at again', async () => {
  let shown = 0
  const { readers, stop } = await readersAt((connection) => {
    const nth = shown++
    if (nth % 4 === 0) shows(connection, nth)
    else if (nth % 4 === 1) connection.socket.write(answer(500, '{"available":1,"version":1}'))
    else if (nth % 4 === 2) connection.socket.destroy()
    else connection.socket.write(answer(200, '<html></html>'))
  })
  readers.start()
  await until(() => shown >= 40)
  const seen = await stop()
  expect(seen.length).toBeGreaterThan(4)
  expect(seen.filter(({ version }) => (version ?? 0) % 4 !== 0)).toEqual([])
})

test('a look that is under way when they are stopped is left out, and so is its connection', async () => {
  let looks = 0
  const { readers, stop } = await readersAt(() => void looks++)
  readers.start()
  await until(() => looks === 3)
  expect(await stop()).toEqual([])
})

test('readers who were never started have seen nothing, and where there are none nothing happens', async () => {
  const { stop } = await readersAt((connection) => shows(connection, 1))
  expect(await stop()).toEqual([])
  const nobody = await readersAt((connection) => shows(connection, 1), 0)
  nobody.readers.start()
  expect(await nobody.stop()).toEqual([])
})
