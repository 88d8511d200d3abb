import type { Answer, Glimpse, PreparedRequest } from '../target/booking-api.ts'
import { monotonicMs } from './clock.ts'
import type { Line, Lines } from './line.ts'

/** What a reader was shown. Times in milliseconds on the monotonic clock. */
export interface TimedGlimpse extends Glimpse {
  readonly reader: number
  readonly sentMs: number
  readonly endedMs: number
}

/** Between two looks of a reader: often enough to see most versions, rarely enough to leave the server to the buyers. */
const pauseMs = 5

export interface ReadersOptions {
  /** The reader with the number `i` looks over line `i`, which is open. */
  readonly lines: Lines
  readonly count: number
  readonly look: PreparedRequest
  readonly readLook: (answer: Answer) => Glimpse | null
}

/** Visitors who look at an event again and again, from when they are started until they are stopped. */
export class Readers {
  readonly #readers: readonly Reader[]
  readonly #seen: TimedGlimpse[] = []

  constructor({ lines, count, look, readLook }: ReadersOptions) {
    this.#readers = Array.from(
      { length: count },
      (_, reader) =>
        new Reader({
          line: lines.of(reader),
          look,
          readLook,
          seen: (glimpse) => this.#seen.push({ reader, ...glimpse }),
        }),
    )
  }

  start(): void {
    for (const reader of this.#readers) reader.look()
  }

  /** @returns all that they were shown, in the order in which the looks ended; one that is under way is left out */
  stop(): readonly TimedGlimpse[] {
    for (const reader of this.#readers) reader.stop()
    return this.#seen
  }
}

interface ReaderOptions extends Pick<ReadersOptions, 'look' | 'readLook'> {
  readonly line: Line
  readonly seen: (glimpse: Omit<TimedGlimpse, 'reader'>) => void
}

class Reader {
  readonly #options: ReaderOptions
  #pause: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  look(): void {
    if (this.#isStopped) return
    const { line, look, readLook, seen } = this.#options
    let sentMs = 0
    line.send(look, {
      sending: () => void (sentMs = monotonicMs()),
      answered: (answer) => {
        const glimpse = readLook(answer)
        if (glimpse !== null) seen({ ...glimpse, sentMs, endedMs: monotonicMs() })
        this.#rest()
      },
      failed: () => this.#rest(),
    })
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#pause)
    this.#options.line.abandon()
  }

  #rest(): void {
    if (!this.#isStopped) this.#pause = setTimeout(() => this.look(), pauseMs)
  }
}
