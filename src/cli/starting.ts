import type { StartedTarget } from './started-target.ts'

/** The target where the operator named a command that starts it. */
export class Starting {
  #started: StartedTarget | null = null

  /** @returns a signal that aborts when the target is known to have ended */
  async start(command: readonly string[], baseUrl: string, signal: AbortSignal): Promise<AbortSignal> {
    if (command.length === 0) return new AbortController().signal
    const { StartedTarget } = await import('./started-target.ts')
    this.#started = new StartedTarget(command, baseUrl)
    await this.#started.start(signal)
    return this.#started.gone
  }

  async stop(): Promise<void> {
    await this.#started?.stop()
  }
}
