import type { Burst } from './client-questions.ts'
import { Child } from './child.ts'

/** What a server with a planted race is asked between two bursts. */
export type PlantedQuestion =
  /** Puts its one seat back. The window, where it is not fixed, is the time between check and write. */
  { readonly kind: 'reset'; readonly windowUs: number } | { readonly kind: 'sold' }

/** A server with one seat that oversells when two requests fall into one window. */
export class PlantedRace {
  readonly url: string
  readonly #child: Child

  private constructor(child: Child, url: string) {
    this.#child = child
    this.url = url
  }

  static async start(program: 'race-server' | 'power-server', args: readonly string[] = []): Promise<PlantedRace> {
    const child = new Child(program, args)
    return new PlantedRace(child, await child.next<string>())
  }

  /** @returns whether the burst made it sell its one seat more than once */
  async isCaughtBy(burst: () => Promise<Burst>, windowUs = 0): Promise<boolean> {
    await this.#child.ask({ kind: 'reset', windowUs } satisfies PlantedQuestion)
    await burst()
    const sold = await this.#child.ask<number>({ kind: 'sold' } satisfies PlantedQuestion)
    if (sold === 0) throw new Error('a burst sold no seat at all, so it did not reach the server')
    return sold > 1
  }

  stop(): Promise<void> {
    return this.#child.stop()
  }
}
