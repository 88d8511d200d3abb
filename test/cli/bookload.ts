import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { resultSchema, type Result } from '../../src/report/result.ts'
import { childrenOf } from './process-table.ts'

export const program = join(import.meta.dirname, '../../bin/bookload.js')

/** A folder for one test, which is also where the programs it starts put their temporary files. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'bookload-cli-'))
  readonly temporary = mkdtempSync(join(tmpdir(), 'bookload-cli-tmp-'))
  readonly #running = new Set<Started>()

  path(name: string): string {
    return join(this.folder, name)
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const { PATH = '', HOME = '' } = process.env
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      env: { PATH, HOME, TMPDIR: this.temporary, ...env },
    })
    const started = new Started(child)
    this.#running.add(started)
    return started
  }

  /** Runs a command line to its end. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
    return this.start(args, env).end()
  }

  /** What the programs left behind. */
  leftovers(): readonly string[] {
    return readdirSync(this.temporary)
  }

  dispose(): void {
    for (const started of this.#running) started.child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
    rmSync(this.temporary, { recursive: true, force: true })
  }
}

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

export class Started {
  readonly child: ChildProcessWithoutNullStreams
  stdout = ''
  stderr = ''
  readonly #closed: Promise<Ended>

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.#closed = once(child, 'close').then(() => ({
      code: child.exitCode,
      signal: child.signalCode,
      stdout: this.stdout,
      stderr: this.stderr,
    }))
  }

  end(): Promise<Ended> {
    return this.#closed
  }

  async until(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this[stream])
      if (found) return found
      if (this.child.exitCode !== null) throw new Error(`it ended without ${pattern}: ${this.stdout}${this.stderr}`)
      await wait(10)
    }
  }

  /** The processes that this one started and that still run. */
  children(): readonly number[] {
    return childrenOf(this.child.pid ?? 0)
  }
}

/** Reads a result as strictly as anybody who relies on its published schema would. */
export function readResult(text: string): Result {
  return resultSchema.parse(JSON.parse(text))
}

export function roundOf(result: Result, name: string): Result['rounds'][number] {
  const round = result.rounds.find((candidate) => candidate.name === name)
  if (!round) throw new Error(`there is no round ${name}`)
  return round
}
