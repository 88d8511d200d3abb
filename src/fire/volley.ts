import type { Answer, Errand, PreparedRequest } from '../target/booking-api.ts'
import { inLanes } from '../target/lanes.ts'
import { bringUp, type EndedErrand } from './bring-up.ts'
import { monotonicMs } from './clock.ts'
import { failedOutcome, unsendable } from './failed-outcome.ts'
import { Gate, type Waiting } from './gate.ts'
import type { Caller, Failure, Line, Lines } from './line.ts'

/** What it means that no answer came. */
type Failed = ReturnType<typeof failedOutcome>

export interface VolleyOptions<End> {
  readonly errands: readonly Errand<End>[]
  /** What it means for an errand that no answer came. */
  readonly failedEnd: (failed: Failed, index: number) => End
  /** The errand at index `i` goes over line `i`, which is open. */
  readonly lines: Lines
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Runs errands that race at one instant, each once: brought up to the gate, armed but for their last bytes, then released
 * together.
 * @returns how each ended, at its index; null for those of which nothing had left when it was interrupted
 */
export async function fireVolley<End>(options: VolleyOptions<End>): Promise<readonly (EndedErrand<End> | null)[]> {
  const { errands, failedEnd, lines, timeoutMs, signal } = options
  const calls = errands.map(
    (errand, index) =>
      new Call({ errand, line: lines.of(index), timeoutMs, failedEnd: (failed) => failedEnd(failed, index) }),
  )
  await inLanes(calls, lanesToGate, (call) => call.bringUp(signal))
  const gate = new Gate(calls, lines)
  await gate.arm(signal)
  if (signal.aborted) {
    return calls.map((call) => call.drop())
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

/** The way to the gate is no burst. */
const lanesToGate = 64

interface CallOptions<End> {
  readonly errand: Errand<End>
  readonly line: Line
  readonly timeoutMs: number
  readonly failedEnd: (failed: Failed) => End
}

class Call<End> implements Caller, Waiting {
  readonly #options: CallOptions<End>
  readonly #line: Line
  #sentMs = 0
  #beganMs = Infinity
  #isPastGate = false
  #concluded: EndedErrand<End> | null = null
  #patience: NodeJS.Timeout | undefined
  #become: (ended: EndedErrand<End>) => void = () => {}
  readonly ended = new Promise<EndedErrand<End>>((resolve) => (this.#become = resolve))

  constructor(options: CallOptions<End>) {
    this.#options = options
    this.#line = options.line
  }

  /** Takes the steps before the one that races. */
  async bringUp(signal: AbortSignal): Promise<void> {
    const { errand, line, timeoutMs, failedEnd } = this.#options
    if (errand.isAtGate || signal.aborted) return
    this.#beganMs = monotonicMs()
    const ended = await bringUp(errand, { line, timeoutMs, signal }, failedEnd)
    if (ended !== null) this.#conclude(ended)
  }

  get #isOver(): boolean {
    return this.#concluded !== null
  }

  arm(): void {
    if (this.#isOver) return
    // Some servers answer before the last byte.
    this.sending()
    this.#hand((request) => this.#line.arm(request, this))
  }

  release(): void {
    this.#line.release()
  }

  released(): void {
    if (!this.#isOver) this.#startPatience()
  }

  /** Leaves what was armed unsent. @returns what is to be said of the steps before it; null where there were none */
  drop(): EndedErrand<End> | null {
    this.#line.abandon()
    if (this.#concluded !== null || this.#beganMs === Infinity) return this.#concluded
    const endedMs = monotonicMs()
    const outcome = this.#options.failedEnd({ kind: 'unknown', cause: 'interrupted' })
    return { outcome, status: 0, beganMs: this.#beganMs, sentMs: endedMs, endedMs }
  }

  interrupt(): void {
    this.#giveUp('interrupted')
  }

  sending(): void {
    if (!this.#isPastGate) this.#sentMs = monotonicMs()
  }

  answered(answer: Answer): void {
    const { errand } = this.#options
    const outcome = errand.answered(answer)
    if (outcome !== null) return this.#end(outcome, answer.status)
    this.#isPastGate = true
    if (this.#patience) this.#startPatience()
    this.#hand((request) => this.#line.send(request, this))
  }

  failed(failure: Failure, partial: Answer | null): void {
    if (partial !== null) this.answered(partial)
    else this.#end(this.#options.failedEnd(failedOutcome(failure)), 0)
  }

  #hand(send: (request: PreparedRequest) => void): void {
    const { errand, failedEnd } = this.#options
    try {
      send(errand.request())
    } catch (error) {
      this.#end(failedEnd(unsendable(error)), 0)
    }
  }

  #startPatience(): void {
    if (this.#patience) this.#patience.refresh()
    else this.#patience = setTimeout(() => this.#giveUp('timeout'), this.#options.timeoutMs)
  }

  #giveUp(cause: 'timeout' | 'interrupted'): void {
    if (this.#isOver) return
    const { errand, failedEnd } = this.#options
    const partial = this.#line.abandon()
    const gaveUp = failedEnd({ kind: 'unknown', cause })
    if (partial === null) this.#end(gaveUp, 0)
    // What would come next is not sent any more.
    else this.#end(errand.answered(partial) ?? gaveUp, partial.status)
  }

  #end(outcome: End, status: number): void {
    clearTimeout(this.#patience)
    const sentMs = this.#sentMs
    this.#conclude({ outcome, status, beganMs: Math.min(this.#beganMs, sentMs), sentMs, endedMs: monotonicMs() })
  }

  #conclude(ended: EndedErrand<End>): void {
    this.#concluded = ended
    this.#become(ended)
  }
}
