import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { TargetError } from '../operator/errors.ts'
import { answersAt } from '../target/answers-at.ts'
import type { FromGuard, ToGuard } from './guard-messages.ts'

/** How long a target may take from its start to its first answer. */
const startingMs = 60_000

/** A target that the tool starts by a command, and that ends with the tool, however that ends. */
export class StartedTarget {
  readonly #command: readonly string[]
  readonly #baseUrl: string
  readonly #guard: ChildProcess
  readonly #gone = new AbortController()

  /** @param command its words; the target is to answer at `baseUrl` once it has started */
  constructor(command: readonly string[], baseUrl: string) {
    this.#command = command
    this.#baseUrl = baseUrl
    this.#guard = fork(new URL('./guard.js', import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#guard.on('message', ({ how, lastLine }: FromGuard) => {
      this.#gone.abort(`${this.#name} ended ${how}${lastLine === null ? '' : `: ${lastLine}`}`)
    })
    // The target is not watched over any more. Where the target's own end was told before, that is what counts.
    const left = () => this.#gone.abort(`the process that keeps ${this.#name} is gone`)
    this.#guard.once('exit', left)
    // A message to a guard that has just died is an error too, but that it died is told by its exit.
    this.#guard.on('error', () => {
      if (this.#guard.pid === undefined) left()
    })
  }

  /** Aborts when the command has ended. */
  get gone(): AbortSignal {
    return this.#gone.signal
  }

  /**
   * Starts the target and waits until it answers, whatever it says.
   * @throws {TargetError} where it does not, where it ends, or where something else answers at its address already
   */
  async start(signal: AbortSignal): Promise<void> {
    if (await answersAt(this.#baseUrl, signal)) {
      throw new TargetError(
        `${this.#baseUrl} answers before ${this.#name} was started; allowed is an address that is free`,
      )
    }
    const [command = '', ...args] = this.#command
    this.#send({ type: 'start', command, args })
    const overdueMs = performance.now() + startingMs
    const stopped = AbortSignal.any([signal, this.gone])
    while (!(await answersAt(this.#baseUrl, stopped))) {
      signal.throwIfAborted()
      if (this.gone.aborted) throw new TargetError(String(this.gone.reason))
      if (performance.now() > overdueMs) {
        throw new TargetError(`${this.#name} did not answer at ${this.#baseUrl} within ${startingMs / 1000} s`)
      }
      await wait(50, undefined, { signal: stopped }).catch(() => undefined)
    }
  }

  /** Stops the target and waits until it, and all that it has started, are gone. */
  async stop(): Promise<void> {
    if (this.#guard.pid === undefined || this.#guard.exitCode !== null || this.#guard.signalCode !== null) return
    const exited = once(this.#guard, 'exit')
    this.#send({ type: 'stop' })
    await exited
  }

  get #name(): string {
    return `"${this.#command.join(' ')}"`
  }

  #send(message: ToGuard): void {
    if (this.#guard.connected) this.#guard.send(message, () => {})
  }
}
