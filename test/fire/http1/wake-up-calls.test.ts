import { expect, test } from 'vitest'
import { answer, event, rawTarget, soldOut, type Behaviour, type RawTarget } from '../../targets/raw-target.ts'
import { until } from '../../targets/until.ts'
import { fire } from '../support/fire.ts'

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
  // Every one of them is asked for several looks in one piece.
  await until(() => looks(target).length >= before + 2 * others)
  expect((looks(target).length - before) % others).toBe(0)
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
