import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface OneSeat {
  readonly origin: string
  /** Puts its one seat back. */
  readonly reset: () => Promise<void>
  /** How often the seat was sold since. */
  readonly sold: () => Promise<number>
}

/**
 * Starts a server with one seat in a process of its own, which ends with the test.
 * @param manner `racing` has a window of one turn of the event loop between check and write; `correct` has none
 */
export async function startOneSeat(protocol: 'http1' | 'http2', manner: 'racing' | 'correct'): Promise<OneSeat> {
  const child = fork(join(import.meta.dirname, 'one-seat-server.js'), [protocol, manner], { execArgv: [] })
  onTestFinished(async () => {
    const exit = once(child, 'exit')
    child.disconnect()
    await exit
  })
  const [origin] = await once(child, 'message')
  const ask = async (question: 'reset' | 'sold') => {
    child.send(question)
    const [answer] = await once(child, 'message')
    return Number(answer)
  }
  return {
    origin: String(origin),
    reset: async () => void (await ask('reset')),
    sold: () => ask('sold'),
  }
}
