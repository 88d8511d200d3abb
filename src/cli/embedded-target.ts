import { fork, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { TargetError, UsageError } from '../operator/errors.ts'
import type { OwnProcess, RunningTarget } from '../run/running-target.ts'
import { ownContract } from '../target/contract/read-contract.ts'
import type { FromServer, StartOptions, ToServer } from '../server/process-messages.ts'

/** How long a server that was asked to stop may take before it is ended. */
const stoppingMs = 5000

/** How long it may take to answer a message; a start has to fit into it on a slow machine, too. */
const answeringMs = 30_000

/**
 * The booking server as a child process. It is forked at once, so that it loads while the tool prepares, and told
 * later what to be. It ends with this process, however this process ends.
 */
export class EmbeddedServer {
  readonly #child: ChildProcess
  readonly #gone = new AbortController()
  readonly #exited: Promise<void>
  #errors = ''
  #folder: string | null = null
  #isStopping = false

  constructor() {
    this.#child = fork(new URL('../server/process.js', import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-2000)
    })
    this.#exited = new Promise((resolve) => {
      const ended = (how: string) => {
        this.#tellGone(how)
        resolve()
      }
      this.#child.once('exit', (code, signal) => ended(signal === null ? `with exit code ${code}` : `by ${signal}`))
      // A message to a child that has just died is an error too, but that it died is told by its exit.
      this.#child.on('error', (error) => {
        if (this.#child.pid === undefined) ended(`before it began: ${error.message}`)
      })
    })
  }

  /**
   * Starts the server on a free port.
   * @throws {TargetError} where it cannot start, such as for want of its SQLite binding
   * @throws {UsageError} where the database file cannot be used
   */
  async start(options: StartOptions): Promise<RunningTarget> {
    const answer = await this.#ask({ type: 'start', options }, 'ready', 'failed')
    if (!answer) throw this.#silence()
    if (answer.type === 'failed') throw new (answer.isFile ? UsageError : TargetError)(answer.message)
    this.#folder = answer.folder
    return {
      kind: 'embedded',
      baseUrl: answer.url,
      contract: await ownContract(answer.adminToken),
      adminHint: null,
      certificate: answer.certificate,
      store: answer.store,
      strategy: options.strategy,
      ...(options.bug === undefined ? {} : { bug: options.bug }),
      gone: this.#gone.signal,
      own: this.#own(),
    }
  }

  /** Stops the server and waits until it, its port and its temporary files are gone. */
  async stop(): Promise<void> {
    this.#isStopping = true
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#sweep()
    this.#send({ type: 'stop' })
    const overdue = setTimeout(() => this.#child.kill('SIGKILL'), stoppingMs)
    await this.#exited
    clearTimeout(overdue)
    this.#sweep()
  }

  /** Ends the server without waiting for anything. */
  kill(): void {
    this.#isStopping = true
    this.#child.kill('SIGKILL')
    this.#sweep()
  }

  #own(): OwnProcess {
    return {
      setProcessing: async (ms) => {
        const answer = await this.#ask({ type: 'setProcessing', ms }, 'processingSet')
        // A round with another processing time would be another experiment.
        if (!answer) throw this.#silence()
      },
      startMeasuring: async (burst) => void (await this.#ask({ type: 'startMeasuring', burst }, 'measuring')),
      stopMeasuring: async () => {
        const answer = await this.#ask({ type: 'stopMeasuring' }, 'usage')
        if (!answer) return null
        const { type: _, ...usage } = answer
        return usage
      },
    }
  }

  #send(message: ToServer): void {
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  /** @returns the answer, or nothing where the process ended or stays silent */
  #ask<Type extends FromServer['type']>(
    question: ToServer,
    ...types: readonly Type[]
  ): Promise<Extract<FromServer, { type: Type }> | null> {
    const isAnswer = (message: FromServer): message is Extract<FromServer, { type: Type }> =>
      types.some((type) => type === message.type)
    return new Promise((resolve) => {
      const settle = (answer: Extract<FromServer, { type: Type }> | null) => {
        clearTimeout(overdue)
        this.#child.off('message', listen)
        resolve(answer)
      }
      const listen = (message: FromServer) => {
        if (isAnswer(message)) settle(message)
      }
      const overdue = setTimeout(() => settle(null), answeringMs)
      this.#child.on('message', listen)
      void this.#exited.then(() => settle(null))
      this.#send(question)
    })
  }

  /** Why a question had no answer. */
  #silence(): TargetError {
    const { aborted, reason } = this.#gone.signal
    return new TargetError(
      aborted ? String(reason) : `the embedded server did not answer within ${answeringMs / 1000} s`,
    )
  }

  #tellGone(how: string): void {
    const last = this.#errors.trim().split('\n').at(-1)
    const why = this.#isStopping || !last ? '' : `: ${last}`
    this.#gone.abort(`the embedded server ended ${how}${why}`)
  }

  /** A server that was killed could not remove its own folder. */
  #sweep(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
  }
}
