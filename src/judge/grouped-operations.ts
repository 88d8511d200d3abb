import type { RoundFacts } from './facts.ts'
import { OperationColumns } from './operation-columns.ts'
import type { Operation } from './operations.ts'
import { RecordedOperation } from './recorded-operation.ts'
import { Wishes } from './wishes.ts'

/** The attempts of a round, grouped by what their users set out to do, and that by the keys that they sent. */
export class GroupedOperations {
  readonly columns: OperationColumns
  readonly all: readonly Operation[]
  #wishes: Wishes | null = null

  constructor(facts: RoundFacts) {
    this.columns = new OperationColumns(facts)
    this.all = Array.from({ length: this.columns.count }, (_, number) => new RecordedOperation(this, number))
  }

  /** Told apart when first asked for: what only counts attempts needs no keys. */
  get wishes(): Wishes {
    return (this.#wishes ??= new Wishes(this.all))
  }
}
