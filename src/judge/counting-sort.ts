/** Indexes by the number that each has, those with the same number side by side, in their own order. */
export interface Numbered {
  readonly order: Uint32Array
  /** By number, where its indexes begin in `order`; one more than there are numbers, so that each has an end. */
  readonly start: Uint32Array
}

/** Puts the indexes of a column in the order of what it holds: how many stand before a number says where it begins. */
export function countingSort(numbers: Uint32Array, bound: number): Numbered {
  const start = new Uint32Array(bound + 1)
  for (let index = 0; index < numbers.length; index++) {
    const next = (numbers[index] ?? 0) + 1
    start[next] = (start[next] ?? 0) + 1
  }
  for (let number = 0; number < bound; number++) start[number + 1] = (start[number + 1] ?? 0) + (start[number] ?? 0)
  const next = start.slice(0, bound)
  const order = new Uint32Array(numbers.length)
  for (let index = 0; index < order.length; index++) {
    const number = numbers[index] ?? 0
    const place = next[number] ?? 0
    order[place] = index
    next[number] = place + 1
  }
  return { order, start }
}

/** The indexes that have a number, in their own order. */
export function indexesOf({ order, start }: Numbered, number: number): number[] {
  const indexes: number[] = []
  const end = start[number + 1] ?? 0
  for (let next = start[number] ?? end; next < end; next++) indexes.push(order[next] ?? 0)
  return indexes
}

export function countOf({ start }: Numbered, number: number): number {
  return (start[number + 1] ?? 0) - (start[number] ?? 0)
}
