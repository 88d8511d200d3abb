import { type ChildProcess, fork } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpus } from 'node:os'
import Table from 'cli-table3'
import jsonwebtoken from 'jsonwebtoken'
import { EmbeddedServer } from '../../src/cli/embedded-target.ts'
import type { Strategy } from '../../src/booking/strategy.ts'
import { Control } from '../../src/target/control.ts'
import type { Spent } from './spent.ts'

/*
 * Every figure is a ratio of two things measured in turn in this one run, since machines are noisy and differ. The
 * order within a pair changes from turn to turn; a ratio is that of the medians.
 */

const turns = 7
const connections = 100
const requests = 20_000

interface Row {
  readonly measure: string
  readonly ours: string
  readonly peer: string
  readonly ratio: number
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** Measures two things in turn. @returns the median of each */
async function inTurn(
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<{ ours: number; peer: number }> {
  const results: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
  for (let turn = 0; turn < turns; turn++) {
    const measureOurs = async () => results.ours.push(await ours())
    const measurePeer = async () => results.peer.push(await peer())
    for (const step of turn % 2 === 0 ? [measureOurs, measurePeer] : [measurePeer, measureOurs]) await step()
  }
  return { ours: median(results.ours), peer: median(results.peer) }
}

async function stopped(child: ChildProcess): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}

async function bareServer(status: number, body: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(new URL('./bare-server.js', import.meta.url), [String(status), body])
  const [url] = await once(child, 'message')
  return { child, url: String(url) }
}

async function clientSpent(client: 'bookload' | 'autocannon', ...args: readonly (string | number)[]): Promise<Spent> {
  const child = fork(new URL(`./client-${client}.js`, import.meta.url), args.map(String))
  const exit = once(child, 'exit')
  const [spent] = await once(child, 'message')
  child.disconnect()
  await exit
  return spent
}

/** CPU that a client spends on one request, in a sustained loop that is refused each time. */
async function clientCpu(): Promise<Row> {
  const { child, url } = await bareServer(409, '{"code":"VERSION_CONFLICT"}')
  const cpuMicros = async (client: 'bookload' | 'autocannon') => {
    const spent = await clientSpent(client, url, connections, requests)
    return spent.cpuMicros / spent.requests
  }
  const { ours, peer } = await inTurn(
    () => cpuMicros('bookload'),
    () => cpuMicros('autocannon'),
  )
  await stopped(child)
  return {
    measure: `client CPU a request, ${connections} connections (bookload / autocannon)`,
    ours: `${ours.toFixed(1)} µs`,
    peer: `${peer.toFixed(1)} µs`,
    ratio: ours / peer,
  }
}

/** Answers a second of the embedded server that books, against those of a server that does nothing. */
async function bookingsPerSecond(strategy: Strategy): Promise<Row> {
  const bare = await bareServer(201, '{"reference":"EVT-AAAAAA","eventId":"e","userId":"u","seats":1,"version":2}')
  const embedded = new EmbeddedServer()
  const target = await embedded.start({ port: 0, database: null, strategy, processingMs: 0, rateLimit: null })
  const control = new Control(target)
  const [user] = await control.createAccounts(1, 'bench')
  const perSecond = async (...args: readonly string[]) => {
    const [url = '', ...rest] = args
    const spent = await clientSpent('autocannon', url, connections, requests, ...rest)
    return (spent.requests / spent.wallMs) * 1000
  }
  const { ours, peer } = await inTurn(
    async () => {
      const event = await control.createEvent({ name: 'bench', capacity: 1_000_000, waitlist: false })
      const body = JSON.stringify({ eventId: event.id, seats: 1 })
      return perSecond(`${target.baseUrl}/bookings`, user?.token ?? '', body)
    },
    () => perSecond(bare.url),
  )
  await Promise.all([control.close(), embedded.stop(), stopped(bare.child)])
  return {
    measure: `answers a second, strategy ${strategy} (embedded server / bare node:http)`,
    ours: Math.round(ours).toLocaleString('en'),
    peer: Math.round(peer).toLocaleString('en'),
    ratio: ours / peer,
  }
}

/** Accounts created and given tokens over HTTP, against signing as many tokens and nothing else. */
async function usersPerSecond(): Promise<Row> {
  const count = 10_000
  const embedded = new EmbeddedServer()
  const target = await embedded.start({
    port: 0,
    database: null,
    strategy: 'optimistic',
    processingMs: 0,
    rateLimit: null,
  })
  const control = new Control(target)
  const key = createSecretKey(randomBytes(32))
  const perSecond = async (work: () => Promise<void>) => {
    const startedMs = performance.now()
    await work()
    return (count / (performance.now() - startedMs)) * 1000
  }
  const { ours, peer } = await inTurn(
    () => perSecond(async () => void (await control.createAccounts(count, 'bench'))),
    () =>
      perSecond(async () => {
        for (let user = 0; user < count; user++) jsonwebtoken.sign({ sub: `u${user}` }, key, { algorithm: 'HS256' })
      }),
  )
  await Promise.all([control.close(), embedded.stop()])
  return {
    measure: 'users seeded a second (over HTTP / signing tokens only)',
    ours: Math.round(ours).toLocaleString('en'),
    peer: Math.round(peer).toLocaleString('en'),
    ratio: ours / peer,
  }
}

const rows = [
  await clientCpu(),
  await bookingsPerSecond('atomic'),
  await bookingsPerSecond('optimistic'),
  await usersPerSecond(),
]
const table = new Table({ head: ['measure', 'ours', 'peer', 'ratio'], style: { head: [], border: [] } })
for (const { measure, ours, peer, ratio } of rows) table.push([measure, ours, peer, ratio.toFixed(2)])
const model = cpus()[0]?.model ?? 'unknown'
process.stdout.write(
  `${table.toString()}\nmedians of ${turns} alternations; ${cpus().length} × ${model}, Node ${process.version}\n`,
)
