import type { UserId } from '../booking/event.ts'
import { attemptAt, type Attempt } from '../record/attempt.ts'
import type { OperationColumns } from './operation-columns.ts'
import type { AcknowledgedAttempt, Operation } from './operations.ts'
import type { Wishes } from './wishes.ts'

/** What the operations of a round have in common. */
export interface RecordedOperations {
  readonly columns: OperationColumns
  readonly answers: readonly AcknowledgedAttempt[]
  readonly wishes: Wishes
}

/** An operation as a view of the columns: there may be a million of them, and little is asked of most. */
export class RecordedOperation implements Operation {
  readonly number: number
  readonly #shared: RecordedOperations

  constructor(shared: RecordedOperations, number: number) {
    this.#shared = shared
    this.number = number
  }

  get #columns(): OperationColumns {
    return this.#shared.columns
  }

  get user(): number {
    return this.#columns.facts.history.user[this.#columns.firstPlaceOf(this.number)] ?? 0
  }

  get account(): UserId {
    return this.#columns.facts.accountOf(this.user)
  }

  get #operation(): number {
    return this.#columns.facts.history.operation[this.#columns.firstPlaceOf(this.number)] ?? 0
  }

  get key(): string | null {
    return this.#columns.facts.keyOf(this.user, this.#operation)
  }

  get wish(): number {
    return this.#shared.wishes.of(this)
  }

  get seats(): number {
    return this.#columns.facts.planned.seatsOf(this.user, this.#operation)
  }

  get attempts(): readonly [Attempt, ...Attempt[]] {
    const { history } = this.#columns.facts
    const [first, ...others] = this.places
    return [attemptAt(history, first), ...others.map((place) => attemptAt(history, place))]
  }

  get places(): readonly [number, ...number[]] {
    return this.#columns.placesOf(this.number)
  }

  get acknowledged(): readonly AcknowledgedAttempt[] {
    const { tellings } = this.#columns
    const end = tellings.start[this.number + 1] ?? 0
    const start = tellings.start[this.number] ?? end
    return start === end ? none : this.#shared.answers.slice(start, end)
  }

  get refused(): readonly Attempt[] {
    if ((this.#columns.refused[this.number] ?? 0) === 0) return none
    const { history } = this.#columns.facts
    return this.places.filter((place) => this.#columns.isRefused(place)).map((place) => attemptAt(history, place))
  }

  get wasRefused(): boolean {
    return this.#columns.refused[this.number] === this.#columns.sizeOf(this.number)
  }

  get nameless(): number {
    const { refused, named } = this.#columns
    return this.#columns.sizeOf(this.number) - (refused[this.number] ?? 0) - (named[this.number] ?? 0)
  }
}

const none: readonly [] = []
