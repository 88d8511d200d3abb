import type { Outcome } from '../booking/outcome.ts'
import type { Answer, Errand, PreparedRequest } from '../target/booking-api.ts'
import type { AttemptSink } from './attempt.ts'
import { bringUp, type EndedErrand } from './bring-up.ts'
import { monotonicMs, usBetween } from './clock.ts'
import { failedOutcome, unsendable } from './failed-outcome.ts'
import type { Waiting } from './gate.ts'
import type { Caller, Failure, Line } from './line.ts'

/** What all users of a round share while they fire. */
export interface Round {
  readonly timeoutMs: number
  /** Begins what an operation of a user is about. */
  readonly begin: (user: number, operation: number, attempt: number) => Errand<Outcome>
  readonly borrowLine: (user: number) => Line
  readonly returnLine: (line: Line) => void
  /**
   * Milliseconds to wait before another attempt, or null where the user is done.
   * @param tries attempts that the user made since it pressed "buy", `elapsedMs` ago
   */
  readonly nextWaitMs: (user: number, tries: number, outcome: Outcome, elapsedMs: number) => number | null
  /** Whether a user whose operation is over comes again. */
  readonly comesAgain: (outcome: Outcome) => boolean
  readonly keepsKeyAfterUnknown: boolean
  /** When the gate opened, on the monotonic clock. */
  readonly openedMs: () => number
  readonly record: AttemptSink
  readonly launched: () => void
  readonly done: () => void
}

/** One user from the first press of "buy" to the last answer. Times are milliseconds on the monotonic clock. */
export class FiringUser implements Caller, Waiting {
  readonly #round: Round
  readonly #user: number
  readonly #atUs: number
  #line: Line | null = null
  /** Null until it is begun: most users of a long round have not come yet. */
  #errand: Errand<Outcome> | null = null
  #operation = 0
  #attempt = 0
  /** Attempts since the user last pressed "buy", and when that was meant to be. */
  #tries = 0
  #pressedMs = 0
  #plannedMs = 0
  #sentMs = 0
  /** When the first step of the attempt was sent; infinite until then. */
  #beganMs = Infinity
  #isBeyondFirstStep = false
  #isUnderWay = false
  /** The step that races was answered: what follows it belongs to the same attempt. */
  #isPastGate = false
  /** The user still waits at the gate with its request armed. */
  #isArmed = false
  /** Steps before the one that races were sent, and nothing is recorded of them yet. */
  #isOnItsWay = false
  /** How the first attempt ended before the gate opened: on the way to it, or since some servers wait for no last byte. */
  #early: EndedErrand<Outcome> | null = null
  #patience: NodeJS.Timeout | undefined
  #pause: NodeJS.Timeout | undefined
  /** An attempt of this operation was never answered, so it may yet turn out to have booked. */
  #isOpen = false
  #isInterrupted = false
  #isDone = false

  /** @param atUs when the user presses "buy", in microseconds after the gate opens */
  constructor(round: Round, user: number, atUs: number) {
    this.#round = round
    this.#user = user
    this.#atUs = atUs
  }

  /** Takes the steps before the one that races, where there are any. */
  async bringUp(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const line = this.#round.borrowLine(this.#user)
    const { timeoutMs } = this.#round
    this.#isOnItsWay = true
    this.#isBeyondFirstStep = true
    this.#beganMs = monotonicMs()
    this.#early = await bringUp<Outcome>(this.#begun, { line, timeoutMs, signal }, (failed) => failed)
    this.#round.returnLine(line)
  }

  /** Gets the first request to the server, but for its last byte. */
  arm(): void {
    this.#isArmed = true
    if (this.#early !== null) return
    this.#line = this.#round.borrowLine(this.#user)
    // A function is compiled at its first call, and the burst is no time for that. Nothing is held back yet to be sent.
    const beganMs = this.#beganMs
    this.release()
    this.sending()
    this.#beganMs = beganMs
    this.#hand((line, request) => line.arm(request, this))
  }

  /** Sends the last byte, in a loop over all users: nothing more is done here. */
  release(): void {
    this.#line?.release()
  }

  /** Follows up the release, once all of it is over. */
  released(): void {
    this.#isArmed = false
    this.#press()
    this.#begin()
    if (this.#early !== null) this.#settle(this.#early)
    else this.#startPatience()
  }

  /** Presses "buy" without having been armed. */
  start(): void {
    this.#press()
    if (this.#early === null) this.#send()
    else {
      this.#begin()
      this.#settle(this.#early)
    }
  }

  /** Ends it here: what is in flight becomes unknown, what was only planned is not sent. */
  interrupt(): void {
    this.#isInterrupted = true
    clearTimeout(this.#pause)
    if (this.#isArmed) this.#line?.abandon()
    if (this.#isUnderWay) this.#giveUp('interrupted')
    else if (this.#isOnItsWay) this.#endOnItsWay()
    else this.#end()
  }

  /** Was never released; but what it sent before that may have held seats, or booked. */
  #endOnItsWay(): void {
    const beganMs = this.#beganMs
    const endedMs = monotonicMs()
    this.#press()
    this.#begin()
    this.#settle(
      this.#early ?? {
        outcome: { kind: 'unknown', cause: 'interrupted' },
        status: 0,
        beganMs,
        // The step that races was never sent.
        sentMs: endedMs,
        endedMs,
      },
    )
  }

  sending(): void {
    if (this.#isPastGate) return
    this.#sentMs = monotonicMs()
    // A line may say so more than once of one request, and the last time counts.
    if (!this.#isBeyondFirstStep) this.#beganMs = this.#sentMs
  }

  answered(answer: Answer): void {
    const errand = this.#begun
    const wasAtGate = errand.isAtGate
    const outcome = errand.answered(answer)
    if (outcome !== null) this.#ended(outcome, answer.status)
    else this.#goOnWith(wasAtGate)
  }

  failed(failure: Failure, partial: Answer | null): void {
    // An answer that broke off after its status still says what the status says: a 201 did book.
    if (partial !== null) this.answered(partial)
    else this.#ended(failedOutcome(failure), 0)
  }

  #press(): void {
    this.#pressedMs = this.#round.openedMs() + this.#atUs / 1000
    this.#plannedMs = this.#pressedMs
  }

  #begin(): void {
    this.#attempt++
    this.#tries++
    this.#isUnderWay = true
    this.#isOnItsWay = false
    this.#round.launched()
  }

  #send(): void {
    this.#begin()
    this.#isPastGate = false
    this.#isBeyondFirstStep = false
    this.#line ??= this.#round.borrowLine(this.#user)
    this.sending()
    this.#startPatience()
    this.#hand((line, request) => line.send(request, this))
  }

  #goOnWith(wasAtGate: boolean): void {
    this.#isPastGate ||= wasAtGate
    this.#isBeyondFirstStep = true
    if (this.#isUnderWay) this.#startPatience()
    this.#hand((line, request) => line.send(request, this))
  }

  /** Hands the request at hand to the line. One that cannot be put on the wire has not left this machine. */
  #hand(send: (line: Line, request: PreparedRequest) => void): void {
    if (this.#line === null) return
    const errand = this.#begun
    try {
      send(this.#line, errand.request())
    } catch (error) {
      this.#ended(unsendable(error), 0)
    }
  }

  #startPatience(): void {
    if (this.#patience) this.#patience.refresh()
    else this.#patience = setTimeout(() => this.#giveUp('timeout'), this.#round.timeoutMs)
  }

  /** Stops waiting. The request may have arrived, so the outcome is unknown unless a status had come. */
  #giveUp(cause: 'timeout' | 'interrupted'): void {
    if (!this.#isUnderWay) return
    const partial = this.#line?.abandon() ?? null
    if (partial === null) this.#ended({ kind: 'unknown', cause }, 0)
    // What would come next is not sent any more.
    else this.#ended(this.#begun.answered(partial) ?? { kind: 'unknown', cause }, partial.status)
  }

  #ended(outcome: Outcome, status: number): void {
    const ending = { outcome, status, beganMs: this.#beganMs, sentMs: this.#sentMs, endedMs: monotonicMs() }
    if (this.#isArmed) this.#early = ending
    else this.#settle(ending)
  }

  #settle({ outcome, status, beganMs, sentMs, endedMs }: EndedErrand<Outcome>): void {
    this.#isUnderWay = false
    this.#beganMs = Infinity
    const openedMs = this.#round.openedMs()
    this.#round.record({
      user: this.#user,
      attempt: this.#attempt,
      operation: this.#operation,
      plannedUs: usBetween(openedMs, this.#plannedMs),
      sentUs: usBetween(openedMs, sentMs),
      ...(beganMs < sentMs ? { beganUs: usBetween(openedMs, beganMs) } : {}),
      endedUs: usBetween(openedMs, endedMs),
      status,
      outcome,
    })
    if (this.#isInterrupted) this.#end()
    else this.#goOn(outcome, endedMs)
  }

  #goOn(outcome: Outcome, endedMs: number): void {
    const wait = this.#round.nextWaitMs(this.#user, this.#tries, outcome, endedMs - this.#pressedMs)
    if (wait !== null) this.#tryAgain(outcome, endedMs, wait)
    else if (this.#round.comesAgain(outcome)) this.#comeAgain(Math.max(endedMs, this.#pressedMs))
    else this.#end()
  }

  #tryAgain(outcome: Outcome, endedMs: number, askedMs: number): void {
    this.#isOpen ||= outcome.kind === 'unknown' && this.#round.keepsKeyAfterUnknown
    // After a refusal it is a new wish with a new key; after no answer the old key asks what became of the old wish,
    // and goes on asking: a limiter that then says 429 has not said that the first attempt did not book.
    if (this.#isOpen) this.#begun.again(this.#attempt + 1)
    else this.#beginAnew()
    // Whoever was turned away on the way to the gate has waited for it to open meanwhile, and nobody goes before that.
    this.#plannedMs = Math.max(endedMs + askedMs, this.#pressedMs)
    const waitMs = Math.max(0, Math.min(askedMs, Math.ceil(this.#plannedMs - monotonicMs())))
    if (waitMs === 0) this.#send()
    else this.#pause = setTimeout(() => this.#send(), waitMs)
  }

  #comeAgain(atMs: number): void {
    this.#beginAnew()
    this.#isOpen = false
    this.#tries = 0
    this.#pressedMs = atMs
    this.#plannedMs = atMs
    this.#send()
  }

  get #begun(): Errand<Outcome> {
    return (this.#errand ??= this.#round.begin(this.#user, this.#operation, this.#attempt + 1))
  }

  #beginAnew(): void {
    this.#operation++
    this.#errand = null
  }

  #end(): void {
    if (this.#isDone) return
    this.#isDone = true
    clearTimeout(this.#patience)
    if (this.#line) this.#round.returnLine(this.#line)
    this.#round.done()
  }
}
