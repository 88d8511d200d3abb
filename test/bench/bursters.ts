import { Child } from './child.ts'
import type { Burst, ClientQuestion } from './client-questions.ts'
import { runTool, type Tool } from './tools.ts'

/** A client that is up and can be told to send bursts, one after another. */
interface Burster {
  readonly name: string
  readonly burst: (url: string, users: number) => Promise<Burst>
  readonly stop: () => Promise<void>
}

/** A client by name, each start of which is a process of its own. */
export interface BurstClient {
  readonly name: string
  readonly start: () => Burster
}

export const bookload = programOf('bookload', 'client-bookload')
export const bookloadHttp2 = programOf('bookload, HTTP/2', 'client-bookload', true)
export const bareSockets = programOf('bare sockets', 'client-bare-sockets')
const autocannon = programOf('autocannon', 'client-autocannon')

/** bookload, the bare sockets that are its yardstick, and every load generator there is here that can burst. */
export function burstClients(installed: readonly Tool[]): readonly BurstClient[] {
  return [bookload, bareSockets, autocannon, ...installed.flatMap(toolClient)]
}

/** Sends one burst from a fresh process. */
export async function burstOnce(client: BurstClient, url: string, users: number): Promise<Burst> {
  const burster = client.start()
  try {
    return await burster.burst(url, users)
  } finally {
    await burster.stop()
  }
}

function programOf(name: string, program: string, http2 = false): BurstClient {
  return {
    name,
    start() {
      const child = new Child(program)
      return {
        name,
        burst: (url, users) => child.ask<Burst>({ kind: 'burst', url, users, http2 } satisfies ClientQuestion),
        stop: () => child.stop(),
      }
    },
  }
}

/** A tool starts anew for every burst, so that is when its process begins. */
function toolClient({ name, exactly, answered }: Tool): readonly BurstClient[] {
  if (!exactly) return []
  const burst = async (url: string, users: number) => {
    const printed = await runTool(name, exactly({ url, requests: users, connections: users }))
    return { answered: answered(printed), releaseUs: null }
  }
  return [{ name, start: () => ({ name, burst, stop: async () => {} }) }]
}
