import type { UserId } from '../booking/event.ts'
import { accountNumbersOf, type AccountNumbers } from './account-numbers.ts'
import { countingSort, countOf, indexesOf, type Numbered } from './counting-sort.ts'
import type { RoundFacts } from './facts.ts'
import { groupBy } from './group.ts'
import type { Operation } from './operations.ts'

/** An account with more operations than this has them looked up by their keys, and not one after the other. */
const fewOperations = 32

/**
 * The operations of a round by the key that they sent. Those that sent the same key from the same account are to be
 * answered alike: they are attempts at one wish. Accounts are told apart first, since each has few keys of its own.
 */
export class Wishes {
  readonly #operations: readonly Operation[]
  readonly #accounts: AccountNumbers
  readonly #byAccount: Numbered
  /** By key, the operations of those accounts that were asked for and have many. */
  readonly #byKey = new Map<number, ReadonlyMap<string | null, readonly Operation[]>>()
  readonly #shared: (readonly [Operation, ...Operation[]])[] = []
  /** Of the operations that share their wish, the number of the first that had it. */
  readonly #first = new Map<number, number>()

  /** @param operations all of them, by their numbers */
  constructor(facts: RoundFacts, operations: readonly Operation[]) {
    this.#operations = operations
    this.#accounts = accountNumbersOf(facts)
    const accountOf = new Uint32Array(operations.length)
    for (const { number, user } of operations) accountOf[number] = this.#accounts.ofUser(user)
    this.#byAccount = countingSort(accountOf, this.#accounts.count)
    for (let account = 0; account < this.#accounts.count; account++) {
      if (countOf(this.#byAccount, account) > 1) this.#findShared(account)
    }
  }

  #findShared(account: number): void {
    const keys = indexesOf(this.#byAccount, account).map((number) => this.#operations[number]?.key ?? null)
    if (areDifferent(keys.filter((key) => key !== null))) return
    const keyed = this.#operationsOf(account).filter(({ key }) => key !== null)
    for (const sharing of groupBy(keyed, ({ key }) => key).values()) if (sharing.length > 1) this.#share(sharing)
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
    if (key === undefined) return []
    const number = this.#accounts.of(account)
    if (number === undefined) return []
    if (countOf(this.#byAccount, number) > fewOperations) return this.#keysOf(number).get(key) ?? []
    return this.#operationsOf(number).filter((operation) => operation.key === key)
  }

  #keysOf(account: number): ReadonlyMap<string | null, readonly Operation[]> {
    const known = this.#byKey.get(account)
    if (known) return known
    const byKey = groupBy(this.#operationsOf(account), ({ key }) => key)
    this.#byKey.set(account, byKey)
    return byKey
  }

  #operationsOf(account: number): readonly Operation[] {
    return indexesOf(this.#byAccount, account).flatMap((number) => this.#operations[number] ?? [])
  }
}

/** A set of a handful of keys would cost more than to compare them all. */
function areDifferent(keys: readonly (string | null)[]): boolean {
  if (keys.length > fewOperations) return new Set(keys).size === keys.length
  return keys.every((key, index) => keys.indexOf(key, index + 1) === -1)
}
