import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export type TargetName = 'gigs' | 'vinyl' | 'theatre'

export interface StartedTarget {
  readonly origin: string
  /** The file of its SQLite database, which may be read while it runs. */
  readonly database: string
}

/**
 * Starts somebody else's booking system in a process of its own, which ends with the test.
 * @param variant `correct`, or one of its mistakes: see the head of its `server.js`
 * @throws {Error} when it ends before it listens
 */
export async function startTarget(
  name: TargetName,
  variant: string,
  args: readonly string[] = [],
): Promise<StartedTarget> {
  const folder = await mkdtemp(join(tmpdir(), `bookload-${name}-`))
  const database = join(folder, `${name}.db`)
  const server = join(import.meta.dirname, name, 'server.js')
  // Should this process die without a word, its end of standard input closes, and the server ends too.
  const own = ['--port', '0', '--variant', variant, '--db', database, '--until-stdin-closes']
  const child = spawn(process.execPath, [server, ...own, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  onTestFinished(async () => {
    child.stdin.end()
    await exit
    await rm(folder, { recursive: true })
  })
  const early = exit.then(([code]) => Promise.reject(new Error(`${name} ended with ${code} before it listened`)))
  const [origin] = await Promise.race([once(createInterface(child.stdout), 'line'), early])
  return { origin: String(origin), database }
}
