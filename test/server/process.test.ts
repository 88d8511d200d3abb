import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { StartOptions, ToServer } from '../../src/server/process-messages.ts'
import { ApiClient } from './support/api-client.ts'
import { Http2Client } from './support/http2-client.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const entry = fileURLToPath(new URL('../../dist/server/process.js', import.meta.url))

const options: StartOptions = {
  port: 0,
  database: null,
  strategy: 'optimistic',
  processingMs: 0,
  rateLimit: null,
  http2: false,
}

const message = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ready'),
    url: z.url(),
    adminToken: z.string(),
    certificate: z.string().nullable(),
    pid: z.int(),
    folder: z.string().nullable(),
    store: z.string().regex(/^sqlite 3\.\d+\.\d+$/),
  }),
  z.strictObject({ type: z.literal('failed'), message: z.string(), isFile: z.boolean() }),
  z.strictObject({ type: z.literal('processingSet') }),
  z.strictObject({ type: z.literal('measuring') }),
  z.strictObject({
    type: z.literal('usage'),
    cpuMs: z.number().nonnegative(),
    rssStartMb: z.number().positive(),
    rssPeakMb: z.number().positive(),
    rssEndMb: z.number().positive(),
    eventLoopDelayP99Ms: z.number().nonnegative(),
    arrivals: z
      .strictObject({
        count: z.int(),
        spreadMs: z.number().nonnegative(),
        p50Ms: z.number().nonnegative(),
        p90Ms: z.number().nonnegative(),
      })
      .nullable(),
  }),
])
type Message = z.infer<typeof message>

function forkServer() {
  const child = fork(entry, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const exited = once(child, 'exit')
  // Letting go of it is enough, and unlike a kill leaves it the time to remove its folder.
  onTestFinished(async () => {
    if (child.connected) child.disconnect()
    await exited
  })
  const tell = (said: ToServer) => child.send(said)
  async function hear<Type extends Message['type']>(type: Type): Promise<Extract<Message, { type: Type }>> {
    const [heard] = await once(child, 'message')
    const parsed = message.parse(heard)
    if (!isOf(parsed, type)) throw new Error(`expected ${type}, heard ${JSON.stringify(parsed)}`)
    return parsed
  }
  return { child, exited, tell, hear }
}

function isOf<Type extends Message['type']>(heard: Message, type: Type): heard is Extract<Message, { type: Type }> {
  return heard.type === type
}

type Talk = Pick<ReturnType<typeof forkServer>, 'tell' | 'hear'> & { readonly burst?: number }

async function usageOf({ tell, hear, burst = 0 }: Talk, work: () => Promise<unknown>) {
  tell({ type: 'startMeasuring', burst })
  await hear('measuring')
  await work()
  const usage = hear('usage')
  tell({ type: 'stopMeasuring' })
  return usage
}

async function forkReady(changes: Partial<StartOptions> = {}) {
  const server = forkServer()
  server.tell({ type: 'start', options: { ...options, ...changes } })
  return { ...server, ready: await server.hear('ready') }
}

test('it serves from a folder of its own, and at `stop` leaves nothing behind', async () => {
  const { child, exited, tell, ready } = await forkReady()
  expect(ready.pid).toBe(child.pid)
  expect(readdirSync(ready.folder ?? '')).toContain('bookload.db')
  expect(ready.folder?.startsWith(join(tmpdir(), 'bookload-'))).toBe(true)
  const api = new ApiClient(ready)
  const event = await api.createEvent(5)
  expect(await api.book((await api.createUser()).token, event.id, 2)).toMatchObject({ status: 201 })
  await api.close()
  tell({ type: 'stop' })
  expect(await exited).toEqual([0, null])
  expect(existsSync(ready.folder ?? '')).toBe(false)
})

test('the processing time can be changed: from then on, bookings overlap and conflict', async () => {
  const { tell, hear, ready } = await forkReady()
  const api = new ApiClient(ready)
  tell({ type: 'setProcessing', ms: 300 })
  await hear('processingSet')
  const event = await api.createEvent(5)
  const buyers = await Promise.all([api.createUser(), api.createUser(), api.createUser()])
  const answers = await Promise.all(buyers.map(({ token }) => api.book(token, event.id, 1)))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
  await api.close()
})

test('a database that was given is kept', async () => {
  const database = join(temporaryFolder(), 'mine.db')
  const { exited, tell, ready } = await forkReady({ database })
  expect(ready.folder).toBeNull()
  tell({ type: 'stop' })
  expect(await exited).toEqual([0, null])
  expect(existsSync(database)).toBe(true)
})

test('it tells what it used while it was measured, again and again', async () => {
  const { tell, hear, ready } = await forkReady()
  const api = new ApiClient(ready)
  const busy = await usageOf({ tell, hear }, () => api.createUsers(5000))
  const idle = await usageOf({ tell, hear }, () => Promise.resolve())
  await api.close()
  expect(busy.cpuMs).toBeGreaterThan(idle.cpuMs)
  for (const { rssStartMb, rssPeakMb, rssEndMb } of [busy, idle]) {
    expect(rssPeakMb).toBeGreaterThanOrEqual(Math.max(rssStartMb, rssEndMb))
  }
  // Signing thousands of tokens holds the loop up for far longer than the monitor's interval.
  expect(busy.eventLoopDelayP99Ms).toBeGreaterThan(0)
})

test('it tells how close together a burst came, and leaves out what came after it', async () => {
  const { tell, hear, ready } = await forkReady({ rateLimit: { limit: 1, windowMs: 60_000 } })
  const api = new ApiClient(ready)
  const event = await api.createEvent(5)
  const users = await api.createUsers(20)
  let burstMs = 0
  const { arrivals } = await usageOf({ tell, hear, burst: 20 }, async () => {
    const beganMs = performance.now()
    await Promise.all(users.map(({ token }) => api.book(token, event.id, 1)))
    burstMs = performance.now() - beganMs
    await wait(2 * burstMs)
    // These are over the limit. That they came is no less true for it.
    await Promise.all(users.map(({ token }) => api.book(token, event.id, 1)))
  })
  await api.close()
  expect(arrivals?.count).toBe(20)
  const { spreadMs = -1, p50Ms = -1, p90Ms = -1 } = arrivals ?? {}
  expect(p50Ms).toBeGreaterThan(0)
  expect(p90Ms).toBeGreaterThanOrEqual(p50Ms)
  expect(spreadMs).toBeGreaterThanOrEqual(p90Ms)
  expect(spreadMs).toBeLessThan(burstMs)
})

test('only whole requests for seats count as arrivals, refused by the limiter or not, and one alone has no spread', async () => {
  const { tell, hear, ready } = await forkReady({ rateLimit: { limit: 1, windowMs: 60_000 } })
  const api = new ApiClient(ready)
  const event = await api.createEvent(5)
  const [one, other] = [await api.createUser(), await api.createUser()]
  const others = () => Promise.all([api.readEvent(event.id), api.createUser(), api.book('nobody', event.id, 1)])
  const arrivalsOf = async (work: () => Promise<unknown>) => (await usageOf({ tell, hear, burst: 9 }, work)).arrivals
  expect(await arrivalsOf(others)).toBeNull()
  expect(await arrivalsOf(() => Promise.all([others(), api.book(one.token, event.id, 1)]))).toBeNull()
  const again = () => Promise.all([others(), api.book(one.token, event.id, 1), api.book(other.token, event.id, 1)])
  expect(await arrivalsOf(again)).toMatchObject({ count: 2 })
  await api.close()
})

test('over HTTP/2 it hands out the certificate to trust, and at `stop` leaves nothing behind', async () => {
  const { exited, tell, hear, ready } = await forkReady({ http2: true })
  const client = await Http2Client.connect(ready)
  const api = new ApiClient(ready)
  const event = await api.createEvent(5)
  const users = await api.createUsers(20)
  const { arrivals } = await usageOf({ tell, hear, burst: 20 }, () =>
    Promise.all(users.map(({ token }) => client.book(token, event.id, 1))),
  )
  expect(arrivals?.count).toBe(20)
  await api.close()
  tell({ type: 'stop' })
  expect(await exited).toEqual([0, null])
  expect(existsSync(ready.folder ?? '')).toBe(false)
  await expect(Http2Client.connect(ready)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('why it cannot start is told in words', async () => {
  const { exited, tell, hear } = forkServer()
  tell({ type: 'start', options: { ...options, database: join(temporaryFolder(), 'no', 'such', 'folder.db') } })
  expect(await hear('failed')).toMatchObject({
    isFile: true,
    message: expect.stringContaining('directory does not exist'),
  })
  tell({ type: 'stop' })
  expect(await exited).toEqual([0, null])
})

test('Ctrl-C is left to the parent; SIGTERM stops it and leaves nothing behind', async () => {
  const { child, exited, ready } = await forkReady()
  child.kill('SIGINT')
  const api = new ApiClient(ready)
  expect(await api.send('GET', '/health')).toMatchObject({ status: 200 })
  await api.close()
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(existsSync(ready.folder ?? '')).toBe(false)
})

test.each(['before it was told to start', 'while it starts', 'at once after it was told to stop'])(
  'a parent that lets go %s loses it all the same',
  async (moment) => {
    const { child, exited, tell } = forkServer()
    if (moment !== 'before it was told to start') tell({ type: 'start', options })
    if (moment === 'at once after it was told to stop') tell({ type: 'stop' })
    child.disconnect()
    expect(await exited).toEqual([0, null])
  },
)

test('it dies with a parent that was killed, and takes its folder along', async () => {
  const parent = spawnParent()
  const ready = await readyOf(parent)
  expect(existsSync(ready.folder ?? '')).toBe(true)
  const api = new ApiClient(ready)
  expect(await api.send('GET', '/health')).toMatchObject({ status: 200 })
  parent.kill('SIGKILL')
  // The folder goes last, at the exit of the process; its id says less, since a dead process keeps it until it is reaped.
  await expect.poll(() => existsSync(ready.folder ?? ''), { timeout: 20_000 }).toBe(false)
  await expect(api.send('GET', '/health')).rejects.toThrow(/ECONNREFUSED|closed/)
  await api.close()
})

/** A process that forks a server, prints what it hears from it, and would go on for ever. */
function spawnParent(): ChildProcess {
  const script = `
    const child = require('node:child_process').fork(${JSON.stringify(entry)})
    child.on('message', (message) => console.log(JSON.stringify(message)))
    child.send(${JSON.stringify({ type: 'start', options })})
    setInterval(() => {}, 1000)
  `
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    parent.kill('SIGKILL')
  })
  return parent
}

async function readyOf({ stdout }: ChildProcess) {
  if (stdout === null) throw new Error('the parent has no output')
  const [line] = await once(stdout, 'data')
  const heard = message.parse(JSON.parse(String(line)))
  if (!isOf(heard, 'ready')) throw new Error(`heard ${heard.type}`)
  return heard
}
