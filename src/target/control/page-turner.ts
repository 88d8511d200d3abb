import type { Pages } from '../contract/definition.ts'
import type { ReadAnswer } from '../contract/read-answer.ts'
import { readerOf, type Reader } from '../contract/source.ts'

/** Where somebody is who reads a ledger: by what its pages say, by counting them, or on its only page. */
export class PageTurner {
  readonly #next: Reader | null
  /** Null where pages are not counted. */
  readonly #step: number | null
  readonly #seen = new Set<unknown>()
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
  turn(read: ReadAnswer, rows: number): 'next' | 'end' | 'circle' {
    if (rows === 0) return 'end'
    const next = this.#step === null ? this.#next?.(read) : Number(this.page) + this.#step
    if (next === undefined || next === null || next === '' || next === false) return 'end'
    this.#seen.add(this.page)
    if (this.#seen.has(next)) return 'circle'
    this.page = next
    return 'next'
  }
}
