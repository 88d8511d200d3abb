/** Asking past the end of a column is our own mistake: better an error than a plausible number. */
export function numberAt(column: Float64Array | Int32Array | Uint32Array | Uint8Array, index: number): number {
  const value = column[index]
  if (value === undefined) throw new RangeError(`a column of ${column.length} has no entry ${index}`)
  return value
}

/** The indexes of a column, that of the lowest value first. */
export function ascending(column: Float64Array): Uint32Array {
  const indexes = new Uint32Array(column.length)
  let isAscending = true
  for (let index = 0; index < indexes.length; index++) {
    indexes[index] = index
    if ((column[index] ?? 0) < (column[index - 1] ?? -Infinity)) isAscending = false
  }
  // The columns of a history are in order more often than not, and looking is cheaper than sorting.
  return isAscending ? indexes : indexes.sort((a, b) => compareNumbers(numberAt(column, a), numberAt(column, b)))
}

/** Of a column that never falls: how many of its values are below a limit. */
export function countBelow(column: Float64Array, limit: number): number {
  return partition(column.length, (index) => numberAt(column, index) < limit)
}

/** The same, found by steps that double, away from a guess: quick where it is near. */
export function countBelowFrom(guess: number, column: Float64Array, limit: number): number {
  let low = guess
  let high = guess
  for (let step = 1; low > 0 && numberAt(column, low - 1) >= limit; step *= 2) {
    high = low - 1
    low = Math.max(0, low - step)
  }
  for (let step = 1; high < column.length && numberAt(column, high) < limit; step *= 2) {
    low = high + 1
    high = Math.min(column.length, high + step)
  }
  return partitionBetween(low, high, (index) => numberAt(column, index) < limit)
}

/** Of a column that never falls: how many of its values are at or below a limit. */
export function countUpTo(column: Float64Array, limit: number): number {
  return partition(column.length, (index) => numberAt(column, index) <= limit)
}

/** How many of the indexes below a length pass a test that, from some index on, none of them passes. */
export function partition(length: number, passes: (index: number) => boolean): number {
  return partitionBetween(0, length, passes)
}

/** The same where it is known that all below `from` pass, and none from `to` on. */
function partitionBetween(from: number, to: number, passes: (index: number) => boolean): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (passes(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** Unlike a subtraction, it knows where two infinities stand. */
function compareNumbers(a: number, b: number): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
