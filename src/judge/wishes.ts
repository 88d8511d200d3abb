import type { UserId } from '../booking/event.ts'
import { groupBy } from './group.ts'
import type { Operation } from './operations.ts'
import { SparseGroups } from './sparse-groups.ts'

/** An account with more operations than this has them looked up by their keys, and not one after the other. */
const fewOperations = 32

/**
 * The operations of a round by the key that they sent. Those that sent the same key from the same account are to be
 * answered alike: they are attempts at one wish. Accounts are told apart first, since each has few keys of its own.
 */
export class Wishes {
  readonly #byAccount = new SparseGroups<UserId, Operation>()
  /** By key, the operations of those accounts that were asked for and have many. */
  readonly #byKey = new Map<UserId, ReadonlyMap<string | null, readonly Operation[]>>()
  readonly #shared: (readonly [Operation, ...Operation[]])[] = []
  /** Of the operations that share their wish, the number of the first that had it. */
  readonly #first = new Map<number, number>()

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) if (operation.key !== null) this.#byAccount.add(operation.account, operation)
    for (const own of this.#byAccount.repeated()) {
      if (areDifferent(own.map(({ key }) => key))) continue
      for (const sharing of groupBy(own, ({ key }) => key).values()) if (sharing.length > 1) this.#share(sharing)
    }
  }

  #share(sharing: readonly [Operation, ...Operation[]]): void {
    this.#shared.push(sharing)
    for (const { number } of sharing) this.#first.set(number, sharing[0].number)
  }

  /** The wishes that several operations had, with those operations. */
  get shared(): readonly (readonly [Operation, ...Operation[]])[] {
    return this.#shared
  }

  isShared({ number }: Operation): boolean {
    return this.#first.has(number)
  }

  /** The same number for operations that had the same wish. */
  of({ number }: Operation): number {
    return this.#first.get(number) ?? number
  }

  /** The operations that sent a key from an account. */
  operationsWith(account: UserId, key: string | undefined): readonly Operation[] {
    const own = key === undefined ? [] : this.#byAccount.get(account)
    if (own.length <= fewOperations) return own.filter((operation) => operation.key === key)
    return this.#keysOf(account, own).get(key ?? null) ?? []
  }

  #keysOf(account: UserId, own: readonly Operation[]): ReadonlyMap<string | null, readonly Operation[]> {
    const known = this.#byKey.get(account)
    if (known) return known
    const byKey = groupBy(own, ({ key }) => key)
    this.#byKey.set(account, byKey)
    return byKey
  }
}

/** A set of a handful of keys would cost more than to compare them all. */
function areDifferent(keys: readonly (string | null)[]): boolean {
  if (keys.length > fewOperations) return new Set(keys).size === keys.length
  return keys.every((key, index) => keys.indexOf(key, index + 1) === -1)
}
