import type { Reference } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
import type { Acknowledgement } from '../record/history.ts'
import { countingSort, countOf, indexesOf, type Numbered } from './counting-sort.ts'
import type { AcknowledgedAttempt } from './operations.ts'
import type { Tellings } from './tellings.ts'
import { TextNumbers } from './text-numbers.ts'

/** No reference has this number. */
const nameless = 0

/**
 * What was told and what was sold, by the references that both name. Every rule asks, so each reference gets a number
 * once, and is looked up by that.
 */
export class References {
  readonly #entries: readonly LedgerEntry[]
  readonly #numbers = new TextNumbers<Reference>()
  readonly #ofTelling: Uint32Array
  readonly #ofEntry: Uint32Array
  readonly #areRepeated: boolean
  readonly #tellings: Numbered
  readonly #sold: Numbered

  /** @param entries of the ledger, none where there is none */
  constructor(tellings: Tellings, entries: readonly LedgerEntry[]) {
    this.#entries = entries
    this.#ofEntry = new Uint32Array(entries.length)
    let index = 0
    for (const { reference } of entries) this.#ofEntry[index++] = this.#numberOf(reference)
    this.#areRepeated = this.#numbers.size < entries.length
    this.#ofTelling = new Uint32Array(tellings.length)
    let telling = 0
    for (const said of tellings.said) this.#ofTelling[telling++] = this.#numberTold(said)
    this.#sold = countingSort(this.#ofEntry, this.#numbers.size + 1)
    this.#tellings = countingSort(this.#ofTelling, this.#numbers.size + 1)
  }

  /** Whether any two entries have the same reference. */
  get areRepeated(): boolean {
    return this.#areRepeated
  }

  /** The entries under the reference that an answer gave, in version order; none where it gave none. */
  entriesOf({ telling }: AcknowledgedAttempt): readonly LedgerEntry[] {
    return this.#entriesOf(this.#ofTelling[telling] ?? nameless)
  }

  #entriesOf(number: number): readonly LedgerEntry[] {
    const entries: LedgerEntry[] = []
    const { order, start } = this.#sold
    const end = start[number + 1] ?? 0
    for (let next = start[number] ?? end; next < end; next++) {
      const entry = this.#entries[order[next] ?? -1]
      if (entry) entries.push(entry)
    }
    return entries
  }

  /** The entries under a reference, in version order. */
  entriesUnder(reference: Reference): readonly LedgerEntry[] {
    return this.#entriesOf((this.#numbers.find(reference) ?? -1) + 1)
  }

  /** The answers that gave the reference of an entry, by number. @param index of the entry in version order */
  tellingsOf(index: number): readonly number[] {
    return indexesOf(this.#tellings, this.#ofEntry[index] ?? nameless)
  }

  /** Whether the reference of an answer was given by another one as well. */
  isToldAgain({ telling }: AcknowledgedAttempt): boolean {
    const number = this.#ofTelling[telling] ?? nameless
    return number !== nameless && countOf(this.#tellings, number) > 1
  }

  /** Whether several entries have the reference of this one. @param index of the entry in version order */
  isRepeated(index: number): boolean {
    return countOf(this.#sold, this.#ofEntry[index] ?? nameless) > 1
  }

  #numberTold(said: Acknowledgement): number {
    const { reference } = said
    if (reference === null) return nameless
    if (said.kind === 'booked' && said.version !== null) {
      // Most are told of the entry that installed the version they were told, and to look there is quicker than a search.
      const likely = said.version - (this.#entries[0]?.version ?? 0)
      if (this.#entries[likely]?.reference === reference) return this.#ofEntry[likely] ?? nameless
    }
    return this.#numberOf(reference)
  }

  #numberOf(reference: Reference): number {
    return this.#numbers.numberOf(reference) + 1
  }
}
