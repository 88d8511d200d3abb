import type { OutcomeKind } from '../booking/outcome.ts'
import { outcomeAt } from '../record/attempt.ts'
import type { Acknowledgement } from '../record/history.ts'
import type { AcknowledgedAttempt, Operation } from './operations.ts'
import { saidIn, type Tellings } from './tellings.ts'

/** An attempt that was told something, as a view of the columns: little is asked of most of them. */
export class RecordedAnswer implements AcknowledgedAttempt {
  readonly telling: number
  readonly whole: Operation
  readonly #tellings: Tellings

  constructor(tellings: Tellings, telling: number, whole: Operation) {
    this.#tellings = tellings
    this.telling = telling
    this.whole = whole
  }

  get acknowledged(): Acknowledgement {
    return saidIn(this.#tellings, this.telling)
  }

  get place(): number {
    return this.#tellings.place[this.telling] ?? 0
  }

  get user(): number {
    return this.#tellings.history.user[this.place] ?? 0
  }

  get attempt(): number {
    return this.#tellings.history.attempt[this.place] ?? 0
  }

  get operation(): number {
    return this.#tellings.history.operation[this.place] ?? 0
  }

  get step(): number {
    return this.#tellings.history.step[this.place] ?? 0
  }

  get outcome(): OutcomeKind {
    return outcomeAt(this.#tellings.history.outcome[this.place] ?? 0)
  }

  /** Of what came to nothing; what was acknowledged did not. */
  get cause(): null {
    return null
  }

  get code(): null {
    return null
  }

  get status(): number {
    return this.#tellings.history.status[this.place] ?? 0
  }

  get plannedUs(): number {
    return this.#tellings.history.plannedUs[this.place] ?? 0
  }

  get sentUs(): number {
    return this.#tellings.history.sentUs[this.place] ?? 0
  }

  get endedUs(): number {
    return this.#tellings.history.endedUs[this.place] ?? 0
  }
}
