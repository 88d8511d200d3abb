import type { CancelOutcome } from '../booking/cancellation.ts'
import type { Reference, UserId } from '../booking/event.ts'
import type { Outcome } from '../booking/outcome.ts'
import { usBetween } from '../fire/clock.ts'
import type { EventRead, RoundFacts } from '../judge/facts.ts'
import type { Cancellation } from '../record/cancellation.ts'
import { HistoryRecorder } from '../record/recorder.ts'
import type { Sources } from '../run/settle-sources.ts'
import type { ToldEvent } from '../run/told-event.ts'
import type { Glimpse } from '../target/booking-api.ts'

/** When something was asked and answered, and with which status. */
export interface Timing {
  readonly sentMs: number
  readonly endedMs: number
  readonly status: number
}

/** The one user of a walk, and how it books. */
interface Buyer {
  readonly account: UserId
  /** Of its only wish; null where none is sent. */
  readonly key: string | null
  /** Whether an earlier step of a booking may hold seats. */
  readonly mayHold: boolean
}

/** What the one user of a walk was told: a history such as a run has, so that the judge can say what it makes of it. */
export class Seen {
  readonly #recorder = new HistoryRecorder()
  readonly #cancellations: Cancellation[] = []
  readonly #reads: EventRead[] = []
  readonly #openedMs: number
  readonly #buyer: Buyer
  #attempts = 0
  /** What it was told that it has; null where it was not told of anything by name. */
  booked: Reference | null = null

  constructor(openedMs: number, buyer: Buyer) {
    this.#openedMs = openedMs
    this.#buyer = buyer
  }

  /** An attempt to have its only wish granted: the first, or the same again. */
  book(outcome: Outcome, timing: Timing): void {
    this.#attempts++
    if (outcome.kind === 'booked') this.booked ??= outcome.reference
    const { sentUs, endedUs } = this.#times(timing)
    this.#recorder.add({
      user: 0,
      attempt: this.#attempts,
      operation: 0,
      step: this.#attempts - 1,
      plannedUs: sentUs,
      sentUs,
      endedUs,
      status: timing.status,
      outcome,
    })
  }

  cancel(reference: Reference, outcome: CancelOutcome, timing: Timing): void {
    const step = this.#attempts
    this.#cancellations.push({
      user: 0,
      attempt: 1,
      step,
      reference,
      ...this.#times(timing),
      status: timing.status,
      outcome,
    })
  }

  look({ available, version }: Glimpse, timing: Omit<Timing, 'status'>): void {
    this.#reads.push({ user: 1, ...this.#times(timing), available, version })
  }

  get history(): RoundFacts['history'] {
    return this.#recorder.history()
  }

  facts(event: ToldEvent, sources: Sources): RoundFacts {
    return {
      ...sources,
      opening: event.opening,
      history: this.history,
      reads: this.#reads,
      cancellations: this.#cancellations,
      planned: { users: 1, seatsOf: () => 1 },
      launchedAttempts: this.#attempts,
      accountOf: () => this.#buyer.account,
      keyOf: () => this.#buyer.key,
      mayHold: this.#buyer.mayHold,
      quietMs: 0,
      lateMs: 0,
      interrupted: false,
      mayLackCancellations: false,
    }
  }

  #times({ sentMs, endedMs }: Omit<Timing, 'status'>) {
    return { sentUs: usBetween(this.#openedMs, sentMs), endedUs: usBetween(this.#openedMs, endedMs) }
  }
}
