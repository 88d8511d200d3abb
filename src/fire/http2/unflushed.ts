/** The armed requests that have not left this machine yet. */
export class Unflushed {
  #count = 0
  #drained = () => {}

  add(): void {
    this.#count++
  }

  remove(): void {
    if (--this.#count === 0) this.#drained()
  }

  /** Resolves when there are none. */
  drained(): Promise<void> {
    if (this.#count === 0) return Promise.resolve()
    return new Promise((resolve) => (this.#drained = resolve))
  }
}
