import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { barCell, number } from '../cells.ts'
import { Child } from '../child.ts'
import type { ClientQuestion } from '../client-questions.ts'
import { fileLimitNote } from '../file-limit.ts'
import type { Measure } from '../measure.ts'
import { median } from '../statistics.ts'
import type { Tool } from '../tools.ts'
import { inTurn } from '../turns.ts'

const users = 10_000
const kilobytesMax = 30

/** How long the last of the users may take to be connected. */
const holdingMs = 60_000

interface Client {
  readonly name: string
  readonly bytesPerUser: () => Promise<number>
}

/** Memory of the client's process for one user who waits on a connection of its own. */
export const memory: Measure = {
  name: 'memory',
  async run({ turns, tools }) {
    const title = `client memory for one of ${users.toLocaleString('en')} users who wait, KB`
    const head = ['client', 'what the user waits for', 'n', 'KB a user', 'bookload / it', 'bar']
    const tooFewFiles = fileLimitNote(users)
    if (tooFewFiles) return { title, head, rows: [], notes: [tooFewFiles] }
    const hey = tools.filter(({ name }) => name === 'hey').map(heyClient)
    const samples = await inTurn([bookload, autocannon, ...hey], turns, ({ bytesPerUser }) => bytesPerUser())
    const ours = median(samples.get('bookload') ?? []) / 1024
    const rows = [...samples].map(([name, all]) => {
      const kilobytes = median(all) / 1024
      const [waitsFor, ratio, bar] =
        name === 'bookload'
          ? ['the gate: connected and armed', '', barCell(kilobytes, kilobytesMax)]
          : ['the answer: its request has been sent', number(ours / kilobytes, 2), '']
      return [name, waitsFor, `${all.length}`, number(kilobytes), ratio, bar]
    })
    return { title, head, rows, notes: ['RSS after a garbage collection; hey: against itself with one user'] }
  },
}

const bookload: Client = {
  name: 'bookload',
  bytesPerUser: () => withSilentServer(async (url) => heldBy('bookload', url)),
}

const autocannon: Client = {
  name: 'autocannon',
  bytesPerUser: () => withSilentServer((url, arrived) => heldBy('autocannon', url, arrived)),
}

/** A server that answers a look but never a booking. */
async function withSilentServer<Result>(
  use: (url: string, arrived: (requests: number) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const server = new Child('arrival-server', ['never answers'])
  const url = await server.next<string>()
  const arrived = async (requests: number) => {
    const untilMs = performance.now() + holdingMs
    while ((await server.ask<number>('count')) < requests) {
      if (performance.now() > untilMs) throw new Error(`not all of ${requests} requests arrived in ${holdingMs} ms`)
      await pause(50)
    }
  }
  try {
    return await use(url, arrived)
  } finally {
    await server.stop()
  }
}

async function heldBy(
  name: 'bookload' | 'autocannon',
  url: string,
  arrived: (requests: number) => Promise<void> = async () => {},
): Promise<number> {
  const child = new Child(`client-${name}`, [], ['--expose-gc'])
  const before = await child.ask<number>({ kind: 'hold', url, users } satisfies ClientQuestion)
  await arrived(users)
  const after = await child.ask<number>({ kind: 'rss' } satisfies ClientQuestion)
  await child.stop()
  return (after - before) / users
}

function heyClient(hey: Tool): Client {
  const held = (requests: number) =>
    withSilentServer(async (url, arrived) => {
      const child = spawn(hey.name, hey.exactly?.({ url, requests, connections: requests }) ?? [], { stdio: 'ignore' })
      try {
        await arrived(requests)
        return rssOf(child.pid ?? 0)
      } finally {
        const exit = once(child, 'exit')
        child.kill()
        await exit
      }
    })
  return { name: hey.name, bytesPerUser: async () => ((await held(users)) - (await held(1))) / (users - 1) }
}

function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) * 1024
}
