import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { resultSchema, type Result } from '../../src/report/result.ts'

const bin = fileURLToPath(new URL('../../../bin/bookload.js', import.meta.url))

/** Runs `bookload run` as anybody would, in a process of its own. */
export async function play(args: readonly string[]): Promise<Result> {
  const child = spawn(process.execPath, [bin, 'run', ...args, '--json', '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  await once(child, 'close')
  return resultSchema.parse(JSON.parse(text))
}

export interface ServedApi {
  readonly origin: URL
  readonly adminToken: string
  readonly stop: () => Promise<void>
}

/** Starts `bookload serve` in a process of its own. */
export async function serve(args: readonly string[]): Promise<ServedApi> {
  const adminToken = 'proof'
  const child = spawn(
    process.execPath,
    [bin, 'serve', '--port', '0', '--rate-limit', 'off', '--admin-token', adminToken, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  while (!/http:\S+/.test(text)) await once(child.stdout, 'data')
  const stop = async (): Promise<void> => {
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    await closed
  }
  return { origin: new URL(/http:\S+/.exec(text)?.[0] ?? ''), adminToken, stop }
}

/** Whatever rules were asked of, such as a round. */
export type Judged = Pick<Result['rounds'][number]['verdict'], 'invariants'>

/** In how many rounds each rule was violated, and in how many it could not rule. */
export function rulingsOf(rounds: readonly Judged[], status: 'violated' | 'inconclusive'): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { invariants } of rounds) {
    for (const invariant of invariants) {
      if (invariant.status === status) counts.set(invariant.id, (counts.get(invariant.id) ?? 0) + 1)
    }
  }
  return counts
}
