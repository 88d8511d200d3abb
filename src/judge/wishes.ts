import type { UserId } from '../booking/event.ts'
import { groupBy } from './group.ts'
import type { Operation } from './operations.ts'

/**
 * The operations of a round by the key that they sent. Those that sent the same key from the same account are to be
 * answered alike: they are attempts at one wish.
 */
export class Wishes {
  readonly #operations: readonly Operation[]
  /** Of each key, the first operation that sent it, by its number. */
  readonly #firstBy = new Map<string, number>()
  /** Of the keys that several operations sent, from whichever account, those of each account. */
  readonly #repeated: ReadonlyMap<string, readonly [Operation, ...Operation[]]>
  /** Of the operations that share their wish, the number of the first that had it. */
  readonly #shared = new Map<number, number>()

  constructor(operations: readonly Operation[]) {
    this.#operations = operations
    const repeated = new Set<string>()
    for (const { key, number } of operations) {
      if (key === null) continue
      if (this.#firstBy.has(key)) repeated.add(key)
      else this.#firstBy.set(key, number)
    }
    const repeating = repeated.size === 0 ? [] : operations.filter(({ key }) => key !== null && repeated.has(key))
    for (const key of repeated) this.#firstBy.delete(key)
    this.#repeated = groupBy(repeating, ({ account, key }) => scopedKey(account, key ?? ''))
    for (const sharing of this.shared()) for (const { number } of sharing) this.#shared.set(number, sharing[0].number)
  }

  /** The wishes that several operations had, with those operations. */
  shared(): readonly (readonly [Operation, ...Operation[]])[] {
    return [...this.#repeated.values()].filter(({ length }) => length > 1)
  }

  isShared({ number }: Operation): boolean {
    return this.#shared.has(number)
  }

  /** The same number for operations that had the same wish. */
  of({ number }: Operation): number {
    return this.#shared.get(number) ?? number
  }

  /** The operations that sent a key from an account. */
  operationsWith(account: UserId, key: string | undefined): readonly Operation[] {
    if (key === undefined) return []
    const only = this.#operations[this.#firstBy.get(key) ?? -1]
    if (only) return only.account === account ? [only] : []
    return this.#repeated.size === 0 ? [] : (this.#repeated.get(scopedKey(account, key)) ?? [])
  }
}

/** JSON, since no separator is safe in text that others chose. */
function scopedKey(account: UserId, key: string): string {
  return JSON.stringify([account, key])
}
