import type { Client } from 'undici'
import type { Outcome } from '../booking/outcome.ts'
import type { BookingApi, PreparedRequest } from '../target/booking-api.ts'
import type { AttemptSink } from './attempt.ts'
import { Exchange } from './exchange.ts'

/** What all users of a round share while they fire. */
export interface Round {
  readonly timeoutMs: number
  readonly readAnswer: BookingApi['readAnswer']
  readonly prepare: (user: number, operation: number) => PreparedRequest
  /** Milliseconds to wait before another attempt, or null where the user is done. */
  readonly nextWaitMs: (user: number, attempts: number, outcome: Outcome, elapsedMs: number) => number | null
  /** Microseconds since the gate opened. */
  readonly nowUs: () => number
  readonly record: AttemptSink
  readonly launched: () => void
  readonly done: () => void
}

/** One user from the first press of "buy" to the last answer. */
export class FiringUser {
  readonly #round: Round
  readonly #client: Client
  readonly #user: number
  #request: PreparedRequest
  #operation = 0
  #attempt = 0
  #plannedUs: number
  #sentUs = 0
  #exchange: Exchange | null = null
  #timer: NodeJS.Timeout | undefined
  /** An attempt of this operation was never answered, so it may yet turn out to have booked. */
  #isOpen = false
  #isInterrupted = false
  #isDone = false

  constructor(round: Round, { user, client, atUs }: { user: number; client: Client; atUs: number }) {
    this.#round = round
    this.#user = user
    this.#client = client
    this.#plannedUs = atUs
    this.#request = round.prepare(user, 0)
  }

  /** Sends the attempt that was prepared. Times itself just before the write. */
  send(): void {
    this.#attempt++
    const { timeoutMs, readAnswer } = this.#round
    this.#exchange = new Exchange({ timeoutMs, readAnswer, settled: this.#settled })
    this.#round.launched()
    this.#sentUs = this.#round.nowUs()
    this.#exchange.send(this.#client, this.#request)
  }

  sendAfter(waitMs: number): void {
    this.#timer = setTimeout(() => this.send(), waitMs)
  }

  /** Ends it here: what is in flight becomes unknown, what was only planned is not sent. */
  interrupt(): void {
    this.#isInterrupted = true
    clearTimeout(this.#timer)
    if (this.#exchange) this.#exchange.giveUp('interrupted')
    else this.#end()
  }

  readonly #settled = (outcome: Outcome, status: number): void => {
    const endedUs = this.#round.nowUs()
    this.#exchange = null
    this.#round.record({
      user: this.#user,
      attempt: this.#attempt,
      operation: this.#operation,
      plannedUs: this.#plannedUs,
      sentUs: this.#sentUs,
      endedUs,
      status,
      outcome,
    })
    const wait = this.#isInterrupted ? null : this.#round.nextWaitMs(this.#user, this.#attempt, outcome, endedUs / 1000)
    if (wait === null) this.#end()
    else this.#tryAgain(outcome, endedUs, wait)
  }

  #tryAgain(outcome: Outcome, endedUs: number, waitMs: number): void {
    this.#isOpen ||= outcome.kind === 'unknown'
    // After a refusal it is a new wish with a new key; after no answer the old key asks what became of the old wish,
    // and goes on asking: a limiter that then says 429 has not said that the first attempt did not book.
    if (!this.#isOpen) {
      this.#operation++
      this.#request = this.#round.prepare(this.#user, this.#operation)
    }
    this.#plannedUs = endedUs + waitMs * 1000
    this.sendAfter(waitMs)
  }

  #end(): void {
    if (this.#isDone) return
    this.#isDone = true
    this.#round.done()
  }
}
