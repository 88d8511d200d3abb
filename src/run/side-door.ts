import type { Lines } from '../fire/line.ts'
import { linesTo } from '../fire/lines-to.ts'
import { Readers } from '../fire/readers.ts'
import type { Route } from '../fleet/shot.ts'
import type { BookingApi, Fields } from '../target/booking-api.ts'

/** The way in for all who are not part of the burst: visitors who only look, and users who come back after it. */
export class SideDoor {
  readonly followUps: Lines
  readonly #readers: Lines
  #inside: Readers | null = null

  constructor({ baseUrl, certificate, http2 }: Route) {
    const origin = new URL(baseUrl)
    this.followUps = linesTo({ origin, certificate }, { http2 })
    this.#readers = linesTo({ origin, certificate }, { http2 })
  }

  /**
   * Opens a line for each of so many readers, who look once they are started.
   * @throws {TargetError} where one cannot be opened
   */
  async letReadersIn({
    count,
    event,
    api,
    signal,
  }: {
    readonly count: number
    readonly event: Fields
    readonly api: BookingApi
    readonly signal: AbortSignal
  }): Promise<Readers> {
    const look = api.look(event)
    const readers = Uint32Array.from({ length: count }, (_, reader) => reader)
    if (count > 0) await this.#readers.open(readers, look, signal)
    this.#inside = new Readers({
      lines: this.#readers,
      count,
      look,
      readLook: (answer) => api.readLook(answer, event),
    })
    return this.#inside
  }

  /** Sends away whoever is still looking, such as where a round broke off. */
  async close(): Promise<void> {
    this.#inside?.stop()
    await Promise.all([this.followUps.close(), this.#readers.close()])
  }
}
