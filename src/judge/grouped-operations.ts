import type { RoundFacts } from './facts.ts'
import { OperationColumns } from './operation-columns.ts'
import type { AcknowledgedAttempt, Operation } from './operations.ts'
import { RecordedAnswer } from './recorded-answer.ts'
import { RecordedOperation } from './recorded-operation.ts'
import { Wishes } from './wishes.ts'

/** The attempts of a round, grouped by what their users set out to do, and that by the keys that they sent. */
export class GroupedOperations {
  readonly columns: OperationColumns
  readonly all: readonly Operation[]
  /** Every answer that acknowledged something, in the order of the operations. */
  readonly answers: readonly AcknowledgedAttempt[]
  #wishes: Wishes | null = null

  constructor(facts: RoundFacts) {
    this.columns = new OperationColumns(facts)
    const all: Operation[] = []
    const answers: AcknowledgedAttempt[] = []
    const { tellings } = this.columns
    for (let number = 0; number < this.columns.count; number++) {
      const operation = new RecordedOperation(this, number)
      all.push(operation)
      for (let telling = answers.length; telling < (tellings.start[number + 1] ?? 0); telling++) {
        answers.push(new RecordedAnswer(tellings, telling, operation))
      }
    }
    this.all = all
    this.answers = answers
  }

  /** Told apart when first asked for: what only counts attempts needs no keys. */
  get wishes(): Wishes {
    return (this.#wishes ??= new Wishes(this.columns.facts, this.all))
  }
}
