import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SideDoor } from '../../src/run/side-door.ts'
import { api, concert, contract } from '../builders/own-api.ts'
import { answer, rawTarget } from '../targets/raw-target.ts'
import { until } from '../targets/until.ts'

const signal = new AbortController().signal

test('readers whom nobody stopped are sent away when the door is closed', async () => {
  let looks = 0
  const target = await rawTarget({
    onLook: ({ socket }) => {
      looks++
      socket.write(answer(200, '{"available":1,"version":1}'))
    },
  })
  const door = new SideDoor({ baseUrl: target.origin, certificate: null, http2: false, contract })
  const readers = await door.letReadersIn({ count: 4, event: concert, api, signal })
  readers.start()
  const opened = looks
  await until(() => looks > opened + 8)
  await door.close()
  await target.deserted()
  const { length } = target.connections
  await wait(40)
  expect(target.connections).toHaveLength(length)
})

test('a door that nobody went through is closed as well', async () => {
  const target = await rawTarget({})
  const door = new SideDoor({ baseUrl: target.origin, certificate: null, http2: false, contract })
  await door.letReadersIn({ count: 0, event: concert, api, signal })
  await door.close()
  expect(target.connections).toEqual([])
})
