import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import { fire } from './support/fire.ts'

type Answer = (request: IncomingMessage & { body: string }, response: ServerResponse) => void

/** A real HTTP server that answers bookings in its own way. */
async function serverThat(answer: Answer): Promise<{ origin: string; server: Server; sockets: () => number }> {
  let sockets = 0
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/events/')) {
      response.end('{}')
      return
    }
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => answer(Object.assign(request, { body }), response))
  })
  server.on('connection', () => sockets++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, server, sockets: () => sockets }
}

const problem = (response: ServerResponse, status: number, code: string, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify({ code }))

describe('fireRound', () => {
  test('sends every user once, over a connection of its own that was open before', async () => {
    const seen: string[] = []
    const carriers = new Set<object>()
    const { origin, sockets } = await serverThat((request, response) => {
      carriers.add(request.socket)
      const { authorization = '', 'idempotency-key': key } = request.headers
      seen.push(`${authorization} ${String(key)} ${request.body}`)
      problem(response, 409, 'SOLD_OUT')
    })
    let opened = 0
    const beforeGate = () => void (opened = sockets())
    const { attempts, fired } = await fire(origin, { top: 'users: 40' }, { beforeGate })
    const asked = Array.from({ length: 40 }, (_, user) => `Bearer token-${user} ${user}-0 {"eventId":"e","seats":1}`)
    expect(seen.toSorted()).toEqual(asked.toSorted())
    expect(carriers.size).toBe(40)
    expect(sockets()).toBe(opened)
    expect(fired.launched).toBe(40)
    expect(attempts.map(({ user }) => user).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, user) => user),
    )
    for (const { sentUs, endedUs } of attempts) expect(endedUs).toBeGreaterThan(sentUs)
  })

  test('shards together send what the whole plan would, and a shard of nobody is over at once', async () => {
    const { origin } = await serverThat((_, response) => problem(response, 409, 'SOLD_OUT'))
    const attempts: EndedAttempt[] = []
    for (const index of [0, 1, 2]) {
      const played = await fire(origin, { top: 'users: 2' }, { shard: { index, of: 3 } })
      attempts.push(...played.attempts)
    }
    expect(attempts.map(({ user }) => user).toSorted((a, b) => a - b)).toEqual([0, 1])
  })

  test('releases the users in the order of the plan', async () => {
    const { origin } = await serverThat((_, response) => problem(response, 409, 'SOLD_OUT'))
    const { attempts, plan } = await fire(origin, { top: 'users: 30' })
    const sent = attempts.toSorted((a, b) => a.sentUs - b.sentUs).map(({ user }) => user)
    expect(sent).toEqual([...plan.user])
  })

  test('a refused user tries again with a new key, until booked', async () => {
    const keys = new Map<string, string[]>()
    const { origin } = await serverThat((request, response) => {
      const user = String(request.headers.authorization)
      const tried = [...(keys.get(user) ?? []), String(request.headers['idempotency-key'])]
      keys.set(user, tried)
      if (tried.length < 3) problem(response, 409, 'VERSION_CONFLICT')
      else response.writeHead(201).end(JSON.stringify({ reference: 'EVT-AAAAAA', seats: 1, version: 2 }))
    })
    const { attempts, fired } = await fire(origin, { top: 'users: 4', round: 'retry: immediate' })
    expect(keys.get('Bearer token-2')).toEqual(['2-0', '2-1', '2-2'])
    expect(fired.launched).toBe(12)
    const second = attempts.filter(({ user }) => user === 2)
    expect(second.map(({ attempt, operation, outcome }) => [attempt, operation, outcome.kind])).toEqual([
      [1, 0, 'conflict'],
      [2, 1, 'conflict'],
      [3, 2, 'booked'],
    ])
    expect(second[1]?.plannedUs).toBe(second[0]?.endedUs)
  })

  test('a user without an answer tries again with the same key', async () => {
    const keys: string[] = []
    const { origin } = await serverThat((request, response) => {
      keys.push(String(request.headers['idempotency-key']))
      if (keys.length === 1) request.socket.destroy()
      else problem(response, 409, 'SOLD_OUT')
    })
    const { attempts } = await fire(origin, { top: 'users: 1', round: 'retry: immediate' })
    expect(keys).toEqual(['0-0', '0-0'])
    expect(attempts.map(({ outcome }) => outcome)).toEqual([
      { kind: 'unknown', cause: 'disconnect' },
      { kind: 'soldOut' },
    ])
  })

  test('a refusal after an attempt without an answer leaves that attempt open: the key stays', async () => {
    const keys: string[] = []
    const { origin } = await serverThat((request, response) => {
      keys.push(String(request.headers['idempotency-key']))
      if (keys.length === 1) request.socket.destroy()
      else if (keys.length === 2) problem(response, 429, 'RATE_LIMITED')
      else problem(response, 409, 'SOLD_OUT')
    })
    await fire(origin, { top: 'users: 1', round: 'retry: immediate' })
    expect(keys).toEqual(['0-0', '0-0', '0-0'])
  })

  test('an answer that does not come in time is unknown', async () => {
    const { origin } = await serverThat(() => {})
    const { attempts } = await fire(origin, { top: 'users: 3\ntimeout: 50ms' })
    expect(attempts.map(({ outcome, status }) => ({ ...outcome, status }))).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'unknown', cause: 'timeout', status: 0 })),
    )
  })

  test('a 201 whose body breaks off is a booking without a name', async () => {
    const { origin } = await serverThat((request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"reference":')
      setTimeout(() => request.socket.destroy(), 20)
    })
    const { attempts } = await fire(origin, { top: 'users: 2' })
    expect(attempts.map(({ outcome, status }) => [outcome.kind, status])).toEqual([
      ['booked', 201],
      ['booked', 201],
    ])
  })

  test('a target that is gone turns its users away: they do not try until their deadline', async () => {
    let asked = 0
    const { origin, server } = await serverThat(() => {
      if (++asked < 4) return
      server.closeAllConnections()
      server.close()
    })
    const { attempts } = await fire(origin, { top: 'users: 4', round: 'retry: { policy: fixed, delay: 20ms }' })
    const endings = attempts.filter(({ attempt }) => attempt === 2).map(({ outcome }) => outcome)
    expect(attempts).toHaveLength(8)
    expect(endings).toEqual(Array.from({ length: 4 }, () => ({ kind: 'rejected', code: 'CONNECTION_REFUSED' })))
  })

  test('an interruption ends every user: what was in flight is unknown, what was planned is not sent', async () => {
    const controller = new AbortController()
    let arrived = 0
    const { origin } = await serverThat((request, response) => {
      arrived++
      // Even users are refused and would try again in a minute; odd ones are left waiting.
      if (/token-\d*[02468]$/.test(String(request.headers.authorization))) problem(response, 409, 'VERSION_CONFLICT')
      if (arrived === 6) setTimeout(() => controller.abort(), 50)
    })
    const { attempts, fired } = await fire(
      origin,
      { top: 'users: 6', round: 'retry: { policy: fixed, delay: 60s, deadline: 10m }' },
      { signal: controller.signal },
    )
    expect(fired.launched).toBe(6)
    const endings = attempts.toSorted((a, b) => a.user - b.user).map(({ outcome }) => outcome)
    const pair = [{ kind: 'conflict' }, { kind: 'unknown', cause: 'interrupted' }]
    expect(endings).toEqual([...pair, ...pair, ...pair])
  })

  test('nothing is sent once it was interrupted', async () => {
    let arrived = 0
    const { origin } = await serverThat((_, response) => {
      arrived++
      problem(response, 409, 'SOLD_OUT')
    })
    const { fired, attempts } = await fire(origin, { top: 'users: 5' }, { signal: AbortSignal.abort() })
    expect([fired.launched, attempts.length, arrived]).toEqual([0, 0, 0])
  })
})
