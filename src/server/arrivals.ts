/** How close together requests were when they came, in milliseconds after the first of them. */
export interface Arrivals {
  /** How many came, at most as many as were sent together. */
  readonly count: number
  /** From the first to the last. */
  readonly spreadMs: number
  readonly p50Ms: number
  readonly p90Ms: number
}

/**
 * Notes when the requests of a burst were complete. As many as were sent together are noted, those that come after them
 * being retries: a retry that overtakes the last of the burst is taken for it, since nothing tells the two apart.
 */
export class ArrivalLog {
  #atMs = new Float64Array(0)
  #count = 0

  /** @param burst how many requests were sent together */
  start(burst: number): void {
    this.#atMs = new Float64Array(burst)
    this.#count = 0
  }

  /** Called for every request for seats, so it does no more than this. */
  note(): void {
    if (this.#count < this.#atMs.length) this.#atMs[this.#count++] = performance.now()
  }

  /** @returns null where fewer than two came */
  stop(): Arrivals | null {
    const atMs = this.#atMs.subarray(0, this.#count)
    this.start(0)
    return atMs.length < 2 ? null : summarise(atMs)
  }
}

/** @param atMs in rising order */
function summarise(atMs: Float64Array): Arrivals {
  const count = atMs.length
  /** The time by which this share of them had come. */
  const by = (share: number): number => (atMs[Math.ceil(share * count) - 1] ?? 0) - (atMs[0] ?? 0)
  return { count, spreadMs: by(1), p50Ms: by(0.5), p90Ms: by(0.9) }
}
