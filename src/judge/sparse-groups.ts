/** Items under keys that hardly ever repeat: an array for each key would be most of what they take. */
export class SparseGroups<Key, Item> {
  readonly #first = new Map<Key, Item>()
  /** Every item of a key that has several. */
  readonly #repeated = new Map<Key, Item[]>()

  add(key: Key, item: Item): void {
    const first = this.#first.get(key)
    if (first === undefined) {
      this.#first.set(key, item)
      return
    }
    const group = this.#repeated.get(key)
    if (group) group.push(item)
    else this.#repeated.set(key, [first, item])
  }

  /** In the order in which they were added. */
  get(key: Key): readonly Item[] {
    const group = this.#repeated.size === 0 ? undefined : this.#repeated.get(key)
    if (group) return group
    const only = this.#first.get(key)
    return only === undefined ? [] : [only]
  }

  /** The items of each key that has several. */
  repeated(): Iterable<readonly Item[]> {
    return this.#repeated.values()
  }
}
