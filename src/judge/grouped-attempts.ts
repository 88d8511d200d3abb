import type { History } from '../record/history.ts'
import { countingSort, type Numbered } from './counting-sort.ts'

/**
 * The attempts of a history by what their users set out to do, in columns: a long history has nearly as many operations,
 * and an array for each would cost more than all that is looked at of it.
 */
export interface GroupedAttempts extends Numbered {
  /** How many operations there are; they are numbered in the order in which the first attempt of each ended. */
  readonly count: number
  /** By attempt, the number of its operation. */
  readonly operationAt: Uint32Array
}

/** Groups in time that grows as the history does, and no faster. */
export function groupAttempts({ user, operation, length }: History): GroupedAttempts {
  const operationAt = new Uint32Array(length)
  const numbers = new OperationNumbers(user)
  for (let index = 0; index < length; index++) {
    operationAt[index] = numbers.numberOf(user[index] ?? 0, operation[index] ?? 0)
  }
  return { ...countingSort(operationAt, numbers.count), count: numbers.count, operationAt }
}

/**
 * Numbers operations as they are met. Nearly every user takes up one after the other, under names that grow, so that
 * the newest of each user is all that is looked at; whoever comes back to an earlier one gets a map.
 */
class OperationNumbers {
  count = 0
  /** By operation, its name in the history. */
  readonly #name: Uint32Array
  /** By operation, the one that its user took up before it; counted from 1, so that 0 is none. */
  readonly #before: Uint32Array
  /** By user, the operation taken up last, counted from 1. */
  readonly #newest: Uint32Array
  /** By user, the highest name of any operation. */
  readonly #highest: Uint32Array
  /** By users who came back, all their operations by name. */
  readonly #byName = new Map<number, Map<number, number>>()

  constructor(users: Uint32Array) {
    const bound = users.reduce((most, user) => Math.max(most, user + 1), 0)
    this.#name = new Uint32Array(users.length)
    this.#before = new Uint32Array(users.length)
    this.#newest = new Uint32Array(bound)
    this.#highest = new Uint32Array(bound)
  }

  numberOf(user: number, name: number): number {
    const newest = this.#newest[user] ?? 0
    if (newest === 0 || name > (this.#highest[user] ?? 0)) return this.#takeUp(user, name)
    if (this.#name[newest - 1] === name) return newest - 1
    return this.#operationsOf(user).get(name) ?? this.#takeUp(user, name)
  }

  #takeUp(user: number, name: number): number {
    const number = this.count++
    this.#name[number] = name
    this.#before[number] = this.#newest[user] ?? 0
    this.#newest[user] = number + 1
    this.#highest[user] = Math.max(this.#highest[user] ?? 0, name)
    this.#byName.get(user)?.set(name, number)
    return number
  }

  #operationsOf(user: number): Map<number, number> {
    const known = this.#byName.get(user)
    if (known) return known
    const operations = new Map<number, number>()
    for (let number = this.#newest[user] ?? 0; number > 0; number = this.#before[number - 1] ?? 0) {
      operations.set(this.#name[number - 1] ?? 0, number - 1)
    }
    this.#byName.set(user, operations)
    return operations
  }
}
