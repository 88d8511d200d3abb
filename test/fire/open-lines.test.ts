import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { TargetError } from '../../src/operator/errors.ts'
import { openLines } from '../../src/fire/open-lines.ts'
import { api, concert } from '../builders/own-api.ts'
import { event, rawTarget, type Behaviour } from '../targets/raw-target.ts'
import { until } from '../targets/until.ts'
import { linesTo } from './support/fire.ts'

const look = api.look(concert)
const never = new AbortController().signal

/** The first lines of several, which can be opened again. */
function openable(origin: string, count: number) {
  const lines = linesTo(origin)
  const own = Array.from({ length: count }, (_, user) => lines.of(user))
  return {
    open: (signal = never) => openLines({ lines: own, look, signal }),
    close: () => lines.close(),
  }
}

async function complaintOver(behaviour: Behaviour, count = 3): Promise<string> {
  const { origin, deserted } = await rawTarget(behaviour)
  const lines = openable(origin, count)
  const error: unknown = await lines.open().catch((reason: unknown) => reason)
  if (!(error instanceof TargetError)) throw new Error(`no complaint, but ${String(error)}`)
  await lines.close()
  await deserted()
  return error.message
}

describe('opening the lines of a round', () => {
  test('shows the event once to each user, over a connection of its own, and leaves it open', async () => {
    const target = await rawTarget({})
    await openable(target.origin, 600).open()
    expect(target.open()).toBe(600)
    expect(target.connections.flatMap(({ requests }) => requests.map(({ line }) => line))).toEqual(
      Array.from({ length: 600 }, () => 'GET /events/e HTTP/1.1'),
    )
  })

  test('finds a host that listens on only one of the addresses of its name', async () => {
    const target = await rawTarget({})
    await openable(target.origin.replace('127.0.0.1', 'localhost'), 3).open()
    expect(target.open()).toBe(3)
  })

  test('again goes over the same connections', async () => {
    const target = await rawTarget({})
    const lines = openable(target.origin, 5)
    await lines.open()
    await lines.open()
    expect(target.connections).toHaveLength(5)
    expect(target.connections.map(({ requests }) => requests.length)).toEqual([2, 2, 2, 2, 2])
  })

  test('again is not put off by connections that were closed meanwhile, not even as the look leaves', async () => {
    const target = await rawTarget({
      onLook: ({ socket, number }, { number: looks }) => {
        if (number === 0 && looks === 1) socket.destroy()
        else socket.write(event)
      },
    })
    const lines = openable(target.origin, 2)
    await lines.open()
    target.connections[1]?.socket.destroy()
    await lines.open()
    expect(target.open()).toBe(2)
  })

  test('takes any answer for one: whether users may see the event is for the round to show', async () => {
    const target = await rawTarget({
      onLook: ({ socket }) => void socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'),
    })
    await expect(openable(target.origin, 2).open()).resolves.toBeUndefined()
  })

  test('does not go on after an interruption, nor wait for a target that never shows the event', async () => {
    const target = await rawTarget({ onLook: () => {} })
    const controller = new AbortController()
    const lines = openable(target.origin, 300)
    const opened = lines.open(controller.signal)
    await until(() => target.connections.flatMap(({ requests }) => requests).length === 256)
    controller.abort()
    await expect(opened).resolves.toBeUndefined()
    for (const { socket } of target.connections) socket.write(event)
    await wait(100)
    await lines.close()
    await target.deserted()
    expect(target.connections).toHaveLength(256)
  })
})

describe('why a line cannot be opened is told in a sentence', () => {
  test('nobody listens', async () => {
    const target = await rawTarget({})
    target.die()
    await expect(openable(target.origin, 2).open()).rejects.toThrow(/nobody listens there/)
  })

  test('the target hangs up on every look', async () => {
    const said = await complaintOver({ onLook: ({ socket }) => void socket.end() })
    expect(said).toMatch(/^not every one of 3 users could be connected: the target hung up on a look at the event$/)
  })

  test('the target accepts, and hangs up at once', async () => {
    expect(await complaintOver({ onConnection: ({ socket }) => void socket.destroy() })).toMatch(/hung up on a look/)
  })

  test('the target speaks something else', async () => {
    const said = await complaintOver({ onConnection: ({ socket }) => void socket.write('220 mail.test ESMTP\r\n') })
    expect(said).toMatch(/was no HTTP/)
  })

  test('the target takes only so many connections: nothing is left open, and nobody else is connected', async () => {
    const said = await complaintOver(
      { onConnection: ({ socket, number }) => void (number >= 10 && socket.destroy()) },
      300,
    )
    expect(said).toMatch(/^not every one of 300 users could be connected/)
  })
})
