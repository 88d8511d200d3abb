/** Counts at places from 0, of which any prefix is summed in logarithmic time (Fenwick, 1994). */
export class FenwickTree {
  readonly #sums: Uint32Array

  constructor(places: number) {
    this.#sums = new Uint32Array(places + 1)
  }

  add(place: number): void {
    for (let at = place + 1; at < this.#sums.length; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + 1
  }

  /** How many were added at places before this one. */
  before(place: number): number {
    let sum = 0
    for (let at = place; at > 0; at -= at & -at) sum += this.#sums[at] ?? 0
    return sum
  }
}
