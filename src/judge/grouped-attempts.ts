import type { History } from '../record/history.ts'

/**
 * The attempts of a history by what their users set out to do, in columns: a long history has nearly as many operations,
 * and an array for each would cost more than all that is looked at of it.
 */
export interface GroupedAttempts {
  /** How many operations there are; they are numbered in the order in which the first attempt of each ended. */
  readonly count: number
  /** Attempts as indexes into the history, those of an operation side by side, in the order in which they ended. */
  readonly order: Uint32Array
  /** By operation, where its attempts begin in `order`; one more than there are operations, so that each has an end. */
  readonly start: Uint32Array
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
  return { ...sideBySide(operationAt, numbers.count), count: numbers.count, operationAt }
}

/** A counting sort: how many attempts stand before those of an operation says where they begin. */
function sideBySide(operationAt: Uint32Array, count: number): Pick<GroupedAttempts, 'order' | 'start'> {
  const start = new Uint32Array(count + 1)
  for (let index = 0; index < operationAt.length; index++) {
    const next = (operationAt[index] ?? 0) + 1
    start[next] = (start[next] ?? 0) + 1
  }
  for (let number = 0; number < count; number++) start[number + 1] = (start[number + 1] ?? 0) + (start[number] ?? 0)
  const next = start.slice(0, count)
  const order = new Uint32Array(operationAt.length)
  for (let index = 0; index < order.length; index++) {
    const number = operationAt[index] ?? 0
    const place = next[number] ?? 0
    order[place] = index
    next[number] = place + 1
  }
  return { order, start }
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
