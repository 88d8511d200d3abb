import type { Client, Dispatcher } from 'undici'
import type { Outcome } from '../booking/outcome.ts'
import type { BookingApi, PreparedRequest } from '../target/booking-api.ts'

type Controller = Dispatcher.DispatchController
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** Why a user stopped waiting. */
export type GaveUp = 'timeout' | 'interrupted'

export interface ExchangeOptions {
  readonly timeoutMs: number
  readonly readAnswer: BookingApi['readAnswer']
  /** Called exactly once, whatever becomes of the request. `status` is 0 where no answer came. */
  readonly settled: (outcome: Outcome, status: number) => void
}

/** One request on its way and its answer: an undici handler that ends in exactly one outcome. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions
  readonly #timer: NodeJS.Timeout
  #controller: Controller | null = null
  #status = 0
  #headers: Headers = {}
  #body = ''
  #isSettled = false

  constructor(options: ExchangeOptions) {
    this.#options = options
    this.#timer = setTimeout(() => this.giveUp('timeout'), options.timeoutMs)
  }

  send(client: Client, { method, path, headers, body }: PreparedRequest): void {
    client.dispatch({ method, path, headers: [...headers], body }, this)
  }

  /** Stops waiting. The request may have arrived, so the outcome is unknown unless a status had come. */
  giveUp(why: GaveUp): void {
    this.#settle(this.#answerSoFar() ?? { kind: 'unknown', cause: why })
    this.#controller?.abort(new Error(why))
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    // Given up on while it still waited for a connection: it must not be sent after all.
    if (this.#isSettled) controller.abort(new Error('given up'))
  }

  onResponseStart(_: Controller, status: number, headers: Headers): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Controller, chunk: Buffer): void {
    this.#body += chunk.toString('utf8')
  }

  onResponseEnd(): void {
    this.#settle(this.#answerSoFar() ?? { kind: 'unknown', cause: 'unreadable' })
  }

  onResponseError(_: Controller, error: Error): void {
    this.#settle(this.#answerSoFar() ?? outcomeOf(error))
  }

  /** An answer that broke off after its status still says what the status says: a 201 did book. */
  #answerSoFar(): Outcome | null {
    if (this.#status < 200) return null
    return this.#options.readAnswer(this.#status, (name) => first(this.#headers[name]), this.#body)
  }

  #settle(outcome: Outcome): void {
    if (this.#isSettled) return
    this.#isSettled = true
    clearTimeout(this.#timer)
    this.#options.settled(outcome, this.#status)
  }
}

/** A connection that was refused carried no request, so this is a refusal; any other failure leaves it open. */
function outcomeOf(error: Error): Outcome {
  return 'code' in error && error.code === 'ECONNREFUSED'
    ? { kind: 'rejected', code: 'CONNECTION_REFUSED' }
    : { kind: 'unknown', cause: 'disconnect' }
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)
