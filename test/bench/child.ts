import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A program of this folder in a process of its own, which answers one question at a time. */
export class Child {
  readonly #child: ChildProcess
  readonly #name: string

  /** @param program file name without its ending */
  constructor(program: string, args: readonly (string | number)[] = [], execArgv: readonly string[] = []) {
    this.#name = program
    this.#child = fork(new URL(`./${program}.js`, import.meta.url), args.map(String), { execArgv: [...execArgv] })
  }

  /** @throws {Error} where the process dies instead of answering */
  async ask<Answer>(question: object | string): Promise<Answer> {
    this.#child.send(question)
    return this.next<Answer>()
  }

  /** The next thing that the process says of its own accord, or in answer. */
  async next<Answer>(): Promise<Answer> {
    const settled = new AbortController()
    const { signal } = settled
    const died = once(this.#child, 'exit', { signal }).then(([code]) => {
      throw new Error(`${this.#name} ended with exit code ${code} instead of answering`)
    })
    try {
      const [answer] = await Promise.race([once(this.#child, 'message', { signal }), died])
      return answer
    } finally {
      settled.abort()
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.disconnect()
    await exit
  }
}
