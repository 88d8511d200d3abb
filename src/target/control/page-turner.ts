import type { Pages } from '../contract/definition.ts'
import type { ReadAnswer } from '../contract/read-answer.ts'
import { readerOf, type Reader } from '../contract/source.ts'
import { textOf } from '../contract/template.ts'

/** Some leave rows out after they have counted a page; so many in a row without any are no ledger any more. */
const emptyMax = 100

/** Where somebody is who reads a ledger: by what its pages say, by counting them, or on its only page. */
export class PageTurner {
  readonly #next: Reader | null
  /** Null where pages are not counted. */
  readonly #step: number | null
  /** The pages that were read, by what they are asked for with; and what the last of them said. */
  readonly #seen = new Set<string>()
  #last = ''
  /** Pages in a row without anything on them. */
  #empty = 0
  page: unknown

  constructor(pages: Pages | undefined) {
    this.page = pages === undefined ? '' : pages.first
    this.#next = pages?.next === undefined ? null : readerOf(pages.next)
    this.#step = pages === undefined || pages.next !== undefined ? null : (pages.step ?? 1)
  }

  /** Whether pages are counted, and the first of them was read. */
  get isBeyondFirst(): boolean {
    return this.#step !== null && this.#seen.size > 0
  }

  /** Goes on to the next page. @returns `circle` where that was read before */
  turn(read: ReadAnswer, rows: readonly unknown[]): 'next' | 'end' | 'circle' {
    if (rows.length === 0 && (this.#step !== null || ++this.#empty > emptyMax)) return 'end'
    if (rows.length > 0) this.#empty = 0
    const next = this.#step === null ? this.#next?.(read) : Number(this.page) + this.#step
    if (next === undefined || next === null || next === '' || next === false) return 'end'
    this.#seen.add(textOf(this.page))
    if (this.#seen.has(textOf(next)) || (this.#step !== null && this.#saysTheSame(rows))) return 'circle'
    this.page = next
    return 'next'
  }

  /** Whoever takes no notice of the page would be asked without end. */
  #saysTheSame(rows: readonly unknown[]): boolean {
    const said = JSON.stringify(rows)
    const isSame = said === this.#last
    this.#last = said
    return isSame
  }
}
