import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** What came over one connection since the server was last asked. */
interface Heard {
  readonly looks: number
  readonly bookings: number
}

export interface LookTarget {
  readonly origin: string
  /** For each process of the server, what came over each of the connections that carried anything. */
  readonly heard: () => Promise<readonly (readonly Heard[])[]>
}

/**
 * Starts a server of so many processes on one port, which ends with the test.
 * @param busyMs how long a look at the event keeps its process busy
 */
export async function startLookTarget(processes: number, busyMs = 0): Promise<LookTarget> {
  const child = fork(join(import.meta.dirname, 'look-server.js'), [`${processes}`, `${busyMs}`], { execArgv: [] })
  onTestFinished(async () => {
    const exit = once(child, 'exit')
    child.disconnect()
    await exit
  })
  const [origin] = await once(child, 'message')
  return {
    origin: String(origin),
    async heard() {
      child.send('tell')
      const [answer] = await once(child, 'message')
      return answer
    },
  }
}
