import { setImmediate as nextTurn } from 'node:timers/promises'

/** Lets some wait until none of the others is being served. */
export class QuietMoment {
  #served = 0
  #waiting: (() => void)[] = []

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#served += 1
    try {
      return await work()
    } finally {
      this.#served -= 1
      if (this.#served === 0) for (const goOn of this.#waiting.splice(0)) goOn()
    }
  }

  /** Those that came in the same turn of the event loop are there at once, so it is over first. */
  async over(): Promise<void> {
    await nextTurn()
    while (this.#served > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
