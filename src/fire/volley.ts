import type { UnknownCause } from '../booking/outcome.ts'
import type { PreparedRequest } from '../target/booking-api.ts'
import { monotonicMs } from './clock.ts'
import { Gate, type Waiting } from './gate.ts'
import type { Answer, Caller, Failure, Line, Lines } from './line.ts'

/** How one request of a volley ended. Times in milliseconds on the monotonic clock. */
export interface EndedCall {
  readonly sentMs: number
  readonly endedMs: number
  readonly end:
    | { readonly kind: 'answered'; readonly answer: Answer }
    | { readonly kind: 'failed'; readonly failure: Failure }
    | { readonly kind: 'givenUp'; readonly cause: Extract<UnknownCause, 'timeout' | 'interrupted'> }
}

export interface VolleyOptions {
  readonly requests: readonly PreparedRequest[]
  /** The request at index `i` goes over line `i`, which is open. */
  readonly lines: Lines
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Sends requests at one instant, each once: armed but for their last bytes, then released together.
 * @returns how each ended, at the index of its request; nothing where it was interrupted before any of them left
 */
export async function fireVolley({ requests, lines, timeoutMs, signal }: VolleyOptions): Promise<readonly EndedCall[]> {
  const calls = requests.map((request, index) => new Call({ request, line: lines.of(index), timeoutMs }))
  const gate = new Gate(calls, lines)
  await gate.arm(signal)
  if (signal.aborted) {
    for (const call of calls) call.drop()
    return []
  }
  const interrupt = () => calls.forEach((call) => call.interrupt())
  gate.wakeUp()
  gate.release()
  gate.released()
  signal.addEventListener('abort', interrupt, { once: true })
  const ended = await Promise.all(calls.map((call) => call.ended))
  signal.removeEventListener('abort', interrupt)
  return ended
}

interface CallOptions {
  readonly request: PreparedRequest
  readonly line: Line
  readonly timeoutMs: number
}

class Call implements Caller, Waiting {
  readonly #request: PreparedRequest
  readonly #line: Line
  readonly #timeoutMs: number
  #sentMs = 0
  #isOver = false
  #patience: NodeJS.Timeout | undefined
  #become: (ended: EndedCall) => void = () => {}
  readonly ended = new Promise<EndedCall>((resolve) => (this.#become = resolve))

  constructor({ request, line, timeoutMs }: CallOptions) {
    this.#request = request
    this.#line = line
    this.#timeoutMs = timeoutMs
  }

  arm(): void {
    // Some servers answer before the last byte.
    this.sending()
    this.#line.arm(this.#request, this)
  }

  release(): void {
    this.#line.release()
  }

  released(): void {
    if (!this.#isOver) this.#patience = setTimeout(() => this.#giveUp('timeout'), this.#timeoutMs)
  }

  /** Leaves what was armed unsent. */
  drop(): void {
    this.#line.abandon()
  }

  interrupt(): void {
    this.#giveUp('interrupted')
  }

  sending(): void {
    this.#sentMs = monotonicMs()
  }

  answered(answer: Answer): void {
    this.#end({ kind: 'answered', answer })
  }

  failed(failure: Failure, partial: Answer | null): void {
    this.#end(partial === null ? { kind: 'failed', failure } : { kind: 'answered', answer: partial })
  }

  #giveUp(cause: 'timeout' | 'interrupted'): void {
    if (this.#isOver) return
    const partial = this.#line.abandon()
    this.#end(partial === null ? { kind: 'givenUp', cause } : { kind: 'answered', answer: partial })
  }

  #end(end: EndedCall['end']): void {
    this.#isOver = true
    clearTimeout(this.#patience)
    this.#become({ sentMs: this.#sentMs, endedMs: monotonicMs(), end })
  }
}
