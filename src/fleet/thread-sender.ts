import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { TargetError } from '../operator/errors.ts'
import type { Sent } from './sender.ts'
import type { Route, Shot } from './shot.ts'
import type { StartingLine } from './starting-line.ts'
import type { FromThread, ThreadData, ToThread } from './thread-messages.ts'

/** Sends from a thread of its own. */
export class ThreadSender {
  readonly #worker: Worker
  /** What the thread died of, where it did. */
  #death: Error | null = null

  constructor({ contract, ...route }: Route) {
    const { file, module } = contract
    const workerData: ThreadData = { route, contract: module === null ? contract : { module: file } }
    this.#worker = new Worker(new URL('./thread.js', import.meta.url), { workerData, execArgv: [] })
    this.#worker.on('error', (error) => (this.#death = error))
    this.#worker.once('exit', () => (this.#death ??= new Error('a sending thread ended before its work was done')))
  }

  /** @throws {TargetError} where a line cannot be opened */
  async connect(shot: Shot, signal: AbortSignal): Promise<void> {
    await this.#ask({ type: 'connect', shot }, 'connected', signal)
  }

  async fire(line: StartingLine, signal: AbortSignal): Promise<Sent> {
    return (await this.#ask({ type: 'fire', line }, 'sent', signal)).sent
  }

  async close(): Promise<void> {
    if (this.#death === null) await this.#ask({ type: 'close' }, 'closed').catch(() => undefined)
    await this.#worker.terminate()
  }

  async #ask<Type extends FromThread['type']>(
    question: ToThread,
    type: Type,
    signal?: AbortSignal,
  ): Promise<Extract<FromThread, { type: Type }>> {
    const interrupt = () => this.#post({ type: 'interrupt' })
    const ended = new AbortController()
    if (signal?.aborted) interrupt()
    signal?.addEventListener('abort', interrupt, { once: true, signal: ended.signal })
    try {
      const answer = Promise.race([this.#answer(ended.signal), this.#dies(ended.signal)])
      this.#post(question)
      const message = await answer
      if (isOf(message, type)) return message
      if (message.type === 'failed' && message.isTarget) throw new TargetError(message.message)
      throw new Error(
        message.type === 'failed' ? message.message : `a thread answered ${message.type} to ${question.type}`,
      )
    } finally {
      ended.abort()
    }
  }

  async #answer(signal: AbortSignal): Promise<FromThread> {
    const [message] = await once(this.#worker, 'message', { signal })
    return message
  }

  async #dies(signal: AbortSignal): Promise<never> {
    if (this.#death === null) await once(this.#worker, 'exit', { signal })
    throw this.#death
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message, [])
  }
}

function isOf<Type extends FromThread['type']>(
  message: FromThread,
  type: Type,
): message is Extract<FromThread, { type: Type }> {
  return message.type === type
}
