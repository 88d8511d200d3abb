import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { FromGuard, ToGuard } from './guard-messages.ts'

// The entry of the process between the tool and a target that it starts. The target, with whatever processes it has
// started in turn, is ended when the tool says so, or when the tool is gone, however that ended.

/** How long a target that was asked to stop may take before it is ended. */
const stoppingMs = 5000

/** How long the last lines of a target that has ended are waited for. */
const lastWordsMs = 200

let target: ChildProcess | null = null
let output = ''
let ending: Promise<void> | undefined

process.on('message', (message: ToGuard) => {
  if (message.type === 'start') start(message.command, message.args)
  else end()
})
process.on('disconnect', end)
process.on('SIGTERM', end)
// Ctrl-C, and the end of a terminal, reach the whole process group. Whether the run ends is up to the tool.
process.on('SIGINT', () => undefined)
process.on('SIGHUP', () => undefined)
// A tool that died before this line is not announced any more.
if (!process.connected) end()

function start(command: string, args: readonly string[]): void {
  // In a group of its own: a shell or a package manager starts the server in another process, which has to go as well.
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  target = child
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-2000)))
  }
  child.once('error', (error) => tell(`before it began: ${error.message}`))
  child.once('exit', (code, signal) => {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`
    // What it wrote last may come after its end is known; but whoever it has left behind may keep its output open.
    void Promise.race([once(child, 'close'), wait(lastWordsMs)]).then(() => tell(how))
  })
}

function tell(how: string): void {
  const message: FromGuard = { type: 'ended', how, lastLine: output.trim().split('\n').at(-1) || null }
  // The tool may be gone; then there is nobody to tell.
  process.send?.(message, undefined, undefined, () => undefined)
}

function end(): void {
  ending ??= endTarget().finally(() => process.exit())
}

async function endTarget(): Promise<void> {
  const group = target?.pid
  if (group === undefined || !signalGroup(group, 'SIGTERM')) return
  const overdueMs = performance.now() + stoppingMs
  while (signalGroup(group, 0)) {
    if (performance.now() > overdueMs) signalGroup(group, 'SIGKILL')
    await wait(20)
  }
}

/** @returns false where nobody is left in the group */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal)
  } catch {
    return false
  }
}
