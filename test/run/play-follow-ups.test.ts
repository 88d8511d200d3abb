import { expect, test } from 'vitest'
import { userId } from '../../src/booking/event.ts'
import type { Lines } from '../../src/fire/line.ts'
import { monotonicMs } from '../../src/fire/clock.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import { playFollowUps } from '../../src/run/play-follow-ups.ts'
import { api, concert, holderOf } from '../builders/own-api.ts'
import { historyFrom } from '../builders/round.ts'
import { linesTo, planOf } from '../fire/support/fire.ts'
import { answer, rawTarget, type RawConnection, type RawRequest } from '../targets/raw-target.ts'

/** Users 0 and 1 have a booking each, and user 2 has nothing. */
const burst = historyFrom('user outcome reference\n 0 booked A\n 1 booked B\n 2 soldOut -')

interface Story {
  readonly followUps: string
  readonly lines: Lines
  readonly timeout?: string
  readonly signal?: AbortSignal
}

function play({ followUps, lines, timeout = '20s', signal = new AbortController().signal }: Story) {
  return playFollowUps({
    plan: planOf({ top: `users: 3\ntimeout: ${timeout}`, round: `followUps: [${followUps}]` }),
    event: concert,
    lines,
    api,
    accountOf: (user) => ({ id: userId(`a${user}`), signedIn: holderOf(`t${user}`) }),
    keyOf: (user, operation) => `k${user}.${operation}`,
    burst,
    openedMs: monotonicMs(),
    signal,
  })
}

const askedFor = ({ line, headers }: RawRequest): string =>
  [line.replace(' HTTP/1.1', ''), headers.get('authorization')?.replace('Bearer ', ''), headers.get('idempotency-key')]
    .filter((part) => part !== undefined)
    .join(' ')

const isCancelling = ({ line }: RawRequest): boolean => line.startsWith('DELETE ')
const cancelled = answer(200, '{"status":"cancelled","version":9}')

/** Gives every request that books a booking of its own. */
function bookAnew({ socket }: RawConnection, { headers }: RawRequest): void {
  socket.write(answer(201, JSON.stringify({ reference: `N-${headers.get('idempotency-key')}`, seats: 1, version: 10 })))
}

test('follow-ups are played one after the other, each by what was learnt in those before it', async () => {
  const target = await rawTarget({
    onBooking: (connection, request) =>
      isCancelling(request) ? void connection.socket.write(cancelled) : bookAnew(connection, request),
  })
  const lines = linesTo(target.origin)
  const played = await play({ lines, followUps: '{ cancel: {} }, { book: {} }, { cancel: {}, repeat: {} }' })
  const asked = target.bookings.map(askedFor)
  expect(asked.slice(0, 2).toSorted()).toEqual(['DELETE /bookings/A t0', 'DELETE /bookings/B t1'])
  const second = ['POST /bookings t0 k0.1', 'POST /bookings t1 k1.1', 'POST /bookings t2 k2.1']
  expect(asked.slice(2, 5).toSorted()).toEqual(second)
  const given = [0, 1, 2].map((user) => `DELETE /bookings/N-k${user}.1 t${user}`)
  expect(asked.slice(5).toSorted()).toEqual([...given, ...second])
  expect(played).toMatchObject({ failure: null, launched: 6 })
  expect(played.cancellations.map(({ step }) => step)).toEqual([1, 1, 3, 3, 3])
  for (const { outcome, status, sentUs, endedUs } of played.cancellations) {
    expect([status, outcome]).toEqual([200, { kind: 'cancelled', version: 9 }])
    expect(endedUs).toBeGreaterThan(sentUs)
    expect(sentUs).toBeGreaterThan(0)
  }
  const attempts = played.histories.flatMap((history) => [...attemptsOf(history)])
  expect(attempts.map(({ step }) => step)).toEqual([2, 2, 2, 3, 3, 3])
  expect(attempts.filter(({ user }) => user === 2).map(({ attempt, operation }) => [attempt, operation])).toEqual([
    [2, 1],
    [3, 1],
  ])
  expect(played.slowestMs).toBeGreaterThan(0)
})

test('what a follow-up asks for instead is known by its operation: the key of another, and other seats', async () => {
  const target = await rawTarget({ onBooking: bookAnew })
  const played = await play({
    lines: linesTo(target.origin),
    followUps: '{ repeat: { as: otherSeats } }, { repeat: { as: otherUser } }',
  })
  expect([played.keyOf(0, 0), played.seatsOf(0, 0)]).toEqual(['k0.0', 1])
  expect([played.keyOf(0, 1), played.seatsOf(0, 1)]).toEqual(['k0.0', 2])
  // The last thing that user 0 was given was under its first key, for two seats.
  expect([played.keyOf(1, 2), played.seatsOf(1, 2)]).toEqual(['k0.0', 2])
  expect(JSON.parse(target.bookings.at(-1)?.body ?? '')).toMatchObject({ seats: 2 })
})

test.each<[string, (connection: RawConnection) => void, object]>([
  ['no answer in time', () => {}, { status: 0, outcome: { kind: 'unknown', cause: 'timeout' } }],
  [
    'a hang-up',
    ({ socket }) => void socket.destroy(),
    { status: 0, outcome: { kind: 'unknown', cause: 'disconnect' } },
  ],
  [
    'no HTTP',
    ({ socket }) => void socket.write('go away\r\n'),
    { status: 0, outcome: { kind: 'unknown', cause: 'unreadable' } },
  ],
  [
    'half an answer',
    ({ socket }) => void socket.end(cancelled.slice(0, -4)),
    { status: 200, outcome: { kind: 'unknown', cause: 'unreadable' } },
  ],
  [
    'a refusal',
    ({ socket }) => void socket.write(answer(403, '{"code":"FORBIDDEN"}')),
    { status: 403, outcome: { kind: 'refused', code: 'FORBIDDEN' } },
  ],
])('a cancellation that met %s is told as such', async (_, misbehave, told) => {
  const target = await rawTarget({ onBooking: misbehave })
  const { cancellations } = await play({ lines: linesTo(target.origin), followUps: '{ cancel: {} }', timeout: '300ms' })
  expect(cancellations).toMatchObject([told, told])
})

test('a target that is gone before a follow-up can be sent is told as the failure of all that is left', async () => {
  const target = await rawTarget({
    onBooking: ({ socket }) => {
      socket.end(answer(200, '{"status":"cancelled"}', ['Connection: close']), () => target.die())
    },
  })
  const played = await play({ lines: linesTo(target.origin), followUps: '{ cancel: {} }, { book: {} }, { book: {} }' })
  expect(played.failure).toMatch(/connection was refused/)
  expect(played.cancellations).toHaveLength(2)
  expect(played.launched).toBe(0)
})

test('an interruption ends the follow-up at hand, and none is begun after it', async () => {
  const controller = new AbortController()
  const target = await rawTarget({ onBooking: () => void (target.bookings.length === 2 && controller.abort()) })
  const lines = linesTo(target.origin)
  const played = await play({ lines, followUps: '{ cancel: {} }, { book: {} }', signal: controller.signal })
  expect(played.cancellations.map(({ outcome }) => outcome)).toEqual(
    [0, 1].map(() => ({ kind: 'unknown', cause: 'interrupted' })),
  )
  expect(target.bookings).toHaveLength(2)
  expect(played.failure).toBeNull()
})
