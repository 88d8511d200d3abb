import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { countProcessesBehind } from '../../src/fire/processes-behind.ts'
import { startLookTarget } from '../targets/look-target.ts'
import { rawTarget } from '../targets/raw-target.ts'

/** A connection that was answered once: it has been dealt out to the process that will answer on it. */
async function answeredConnection(origin: string): Promise<Socket> {
  const { port, hostname } = new URL(origin)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n')
  await once(socket, 'data')
  return socket
}

const connectionsTo = (origin: string, count: number): Promise<readonly Socket[]> =>
  Promise.all(Array.from({ length: count }, () => answeredConnection(origin)))

test.each([1, 2, 3])('the processes of a server are counted: %i', async (processes) => {
  const { origin } = await startLookTarget(processes)
  expect(countProcessesBehind(await connectionsTo(origin, 6))).toBe(processes)
})

test('a server in this very process is one', async () => {
  const { origin } = await rawTarget({})
  expect(countProcessesBehind(await connectionsTo(origin, 3))).toBe(1)
})

test('servers of several processes are told apart by the connections alone', async () => {
  const [one, other] = await Promise.all([startLookTarget(1), startLookTarget(1)])
  const sockets = [...(await connectionsTo(one.origin, 2)), ...(await connectionsTo(other.origin, 2))]
  expect(countProcessesBehind(sockets)).toBe(2)
})

test('nobody can say where a connection is closed, or where there is none', async () => {
  const { origin } = await startLookTarget(1)
  const [open, closed] = await connectionsTo(origin, 2)
  if (!open || !closed) throw new Error('there are two')
  closed.destroy()
  await once(closed, 'close')
  expect(countProcessesBehind([open, closed])).toBeNull()
  expect(countProcessesBehind([])).toBeNull()
  expect(countProcessesBehind([open])).toBe(1)
})
