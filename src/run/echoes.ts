import type { AttemptLine } from '../record/history-lines.ts'

/** Which operation was told of a version, and under which reference. */
interface ToldVersion {
  readonly user: number
  readonly operation: number
  readonly reference: string
}

/** A version that is further than this beyond the number of those told of would leave the columns nearly empty. */
const farthestAhead = 10_000

/** Who was told of each version, in columns: most of the entries of a ledger repeat what their users were told. */
export class Echoes {
  readonly #user: number[] = []
  readonly #operation: number[] = []
  readonly #reference: string[] = []
  #count = 0

  /** @param line of an attempt that booked */
  add({ user, version, reference }: AttemptLine, operation: number): void {
    if (typeof version !== 'number' || typeof reference !== 'string') return
    if (version < 0 || version > this.#count + farthestAhead) return
    this.#user[version] = user
    this.#operation[version] = operation
    this.#reference[version] = reference
    this.#count++
  }

  of(version: number): ToldVersion | null {
    const reference = this.#reference[version]
    if (reference === undefined) return null
    return { reference, user: this.#user[version] ?? 0, operation: this.#operation[version] ?? 0 }
  }
}
