import type { PreparedRequest } from '../../target/booking-api.ts'
import { isOnThisMachine, type Endpoint } from '../endpoint.ts'
import { countProcessesBehind } from '../processes-behind.ts'
import { rest } from '../rest.ts'
import { Call } from './call.ts'
import { requestText } from './request-text.ts'

/** Enough that every process of a target is likely to get one. */
const callCount = 4

/** Looks that each call asks of several processes: they are awake, and none is kept from the burst for long. */
const looksEach = 2

/** For all processes to wake up, and to be done with their looks at about the same time. */
const headStartMs = 0.3

/** How long the only call keeps a single process at work: many times what it takes two last bytes to leave. */
const busyMs = 3

const looksOfOneMax = 64

/** The fastest of some trials of some looks each tells what a look costs: waking up weighs little, and so does chance. */
const trials = 3
const looksOfTrial = 8

/**
 * Looks at the event that leave just before the last bytes of a burst, on connections of their own. A server that sleeps
 * is woken up by the first byte that comes, works off what it finds, which is one request, and by the time that it looks
 * again the race for that one is over. The calls are for connections of their own what the PING is for Kettle's single
 * packet.
 *
 * A single process is kept at work by looks that arrive in one piece, so that it meets the first last bytes together when
 * it is done with them. Of several processes the one that is done first would sell out before the others begin: they are
 * only woken up, all of them.
 */
export class WakeUpCalls {
  readonly #endpoint: Endpoint
  #calls: readonly Call[] = []
  #look = ''
  /** Looks of the only call to a single process; null where there are several, or as many as nobody knows. */
  #looksOfOne: number | null = null

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  /** Whether the target is a process of this machine, and the only one that answers. */
  get areToOneProcess(): boolean {
    return this.#looksOfOne !== null
  }

  /** Opens the connections, or those that are closed again. One that does not open is left out: it is only a help. */
  async open(look: PreparedRequest): Promise<void> {
    this.#look = requestText(look, this.#endpoint.origin.host)
    this.#calls = await Promise.all(
      Array.from({ length: callCount }, async (_, index) => {
        const call = this.#calls[index]
        return call?.isOpen ? call : Call.open(this.#endpoint, this.#look)
      }),
    )
    this.#looksOfOne = this.#findsOneProcess() ? await this.#tryLooks() : null
  }

  /** Sends the looks. Nobody waits for what they answer. */
  ring(): void {
    if (this.#looksOfOne !== null) this.#calls[0]?.send(this.#look.repeat(this.#looksOfOne))
    else {
      for (const call of this.#calls) call.send(this.#look.repeat(looksEach))
      rest(headStartMs)
    }
  }

  close(): void {
    for (const call of this.#calls) call.close()
  }

  #findsOneProcess(): boolean {
    if (!isOnThisMachine(this.#endpoint)) return false
    return countProcessesBehind(this.#calls.map(({ socket }) => socket)) === 1
  }

  /** @returns how many looks keep the process busy for as long as it takes */
  async #tryLooks(): Promise<number> {
    let tookMs = Infinity
    for (let trial = 0; trial < trials; trial++) {
      tookMs = Math.min(tookMs, (await this.#calls[0]?.ask(this.#look, looksOfTrial)) ?? Infinity)
    }
    return Math.min(Math.ceil((busyMs * looksOfTrial) / tookMs), looksOfOneMax)
  }
}
