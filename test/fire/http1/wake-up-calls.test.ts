import { expect, test } from 'vitest'
import { startLookTarget, type LookTarget } from '../../targets/look-target.ts'
import { answer, event, rawTarget, soldOut, type Behaviour, type RawTarget } from '../../targets/raw-target.ts'
import { until } from '../../targets/until.ts'
import { fire, linesTo } from '../support/fire.ts'

const answerAll: Behaviour = { onBooking: ({ socket }) => void socket.write(soldOut) }

const looks = (target: RawTarget) =>
  target.connections.flatMap(({ requests }) => requests.filter(({ line }) => line.startsWith('GET ')))

test('as the gate opens the target is looked at, over connections that carry no booking', async () => {
  const target = await rawTarget(answerAll)
  let before = 0
  const { attempts, fired, close } = await fire(
    target.origin,
    { top: 'users: 40' },
    {
      beforeGate: () => void (before = looks(target).length),
    },
  )
  const others = target.connections.length - 40
  expect(others).toBeGreaterThan(0)
  // How many looks there are depends on how quick the target is.
  await until(() => looks(target).length > before)
  expect(target.carriers().every(({ requests }) => requests.length === 2)).toBe(true)
  // A look is nobody's attempt.
  expect([attempts.length, fired.launched]).toEqual([40, 40])
  await close()
  await target.deserted()
})

test('no look leaves where an interruption keeps the gate shut', async () => {
  const controller = new AbortController()
  const target = await rawTarget(answerAll)
  let before = 0
  await fire(
    target.origin,
    { top: 'users: 5' },
    {
      signal: controller.signal,
      beforeGate: () => {
        before = looks(target).length
        controller.abort()
      },
    },
  )
  expect(looks(target)).toHaveLength(before)
  expect(target.bookings).toHaveLength(0)
})

/** Does something to every look but the first of a connection, which opened it. */
const toLaterLooks = (what: NonNullable<Behaviour['onLook']>): Behaviour => ({
  ...answerAll,
  onLook: (connection, request) => {
    if (request.number === 0) connection.socket.write(event)
    else what(connection, request)
  },
})

test.each<[string, Behaviour]>([
  ['are never answered', toLaterLooks(() => {})],
  ['are answered with an error', toLaterLooks(({ socket }) => void socket.write(answer(500)))],
  ['are hung up on', toLaterLooks(({ socket }) => void socket.resetAndDestroy())],
  ['are answered with no HTTP', toLaterLooks(({ socket }) => void socket.write('no!'))],
  [
    'find no connection: the target takes its users and nobody else',
    {
      ...answerAll,
      onConnection: ({ socket, number }) => void (number >= 8 && socket.destroy()),
    },
  ],
])('a burst is what it is where its looks %s', async (_, behaviour) => {
  const target = await rawTarget(behaviour)
  const { attempts, fired, close } = await fire(target.origin, { top: 'users: 8' })
  expect(fired.launched).toBe(8)
  expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(Array.from({ length: 8 }, () => 'soldOut'))
  await close()
  await target.deserted()
})

/** The looks that came with a burst, connection by connection, for each process of the target. */
async function looksOfABurst(target: LookTarget): Promise<readonly (readonly number[])[]> {
  await fire(target.origin, { top: 'users: 12' }, { beforeGate: async () => void (await target.heard()) })
  const heard = await target.heard()
  return heard.map((connections) => connections.map((each) => each.looks).filter((count) => count > 0))
}

test('a single process is kept at work over one connection', async () => {
  const [connections] = await looksOfABurst(await startLookTarget(1))
  expect(connections).toHaveLength(1)
  expect(connections?.[0]).toBeGreaterThan(4)
})

test('the dearer a look is, the fewer are asked for, so that nobody waits long for the sake of the burst', async () => {
  const [connections] = await looksOfABurst(await startLookTarget(1, 5))
  expect(connections).toEqual([1])
})

test('of several processes each is woken up, and none is kept at work', async () => {
  const heard = await looksOfABurst(await startLookTarget(2))
  // Who gets how many of the four connections is for the server to say.
  expect(heard).toHaveLength(2)
  for (const connections of heard) expect(connections.length).toBeGreaterThan(0)
  expect(heard.flat()).toEqual([2, 2, 2, 2])
})

test('the last bytes leave a few first where several processes are to begin with them, and otherwise all at once', async () => {
  const volleyTo = async (target: LookTarget) => {
    const lines = linesTo(target.origin)
    await fire(target.origin, { top: 'users: 12' }, { lines })
    return lines.firstVolley
  }
  expect(await volleyTo(await startLookTarget(1))).toBe(Infinity)
  expect(await volleyTo(await startLookTarget(2))).toBe(8)
})
