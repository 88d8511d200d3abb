const firstBits = 10

/**
 * Numbers texts from 0, in the order in which they are met. A `Map` does so, too, and takes several times as long for a
 * million of them: it moves all that it holds whenever it grows, and all of that is looked through for garbage.
 */
export class TextNumbers<Text extends string> {
  readonly #texts: Text[] = []
  /** By number, the hash of its text. */
  #hashes = new Int32Array(1 << firstBits)
  /** Open addressing: one more than a number, or 0. At most half of it is taken, so that every search ends. */
  #slots = new Uint32Array(2 << firstBits)
  /** How far a hash is shifted so that as much of it is left as there are slots. */
  #shift = 32 - (firstBits + 1)

  /** By number. */
  get texts(): readonly Text[] {
    return this.#texts
  }

  get size(): number {
    return this.#texts.length
  }

  /** The number of a text, which gets one if it has none. */
  numberOf(text: Text): number {
    const hash = hashOf(text)
    const slot = this.#slotOf(text, hash)
    const known = this.#slots[slot] ?? 0
    return known > 0 ? known - 1 : this.#add(text, hash, slot)
  }

  /** @returns undefined of a text without a number */
  find(text: Text): number | undefined {
    const known = this.#slots[this.#slotOf(text, hashOf(text))] ?? 0
    return known > 0 ? known - 1 : undefined
  }

  /** Where the number of a text is, or would be. */
  #slotOf(text: Text, hash: number): number {
    const last = this.#slots.length - 1
    let slot = hash >>> this.#shift
    for (let number = this.#numberAt(slot); number >= 0; number = this.#numberAt(slot)) {
      if (this.#hashes[number] === hash && this.#texts[number] === text) return slot
      slot = (slot + 1) & last
    }
    return slot
  }

  #numberAt(slot: number): number {
    return (this.#slots[slot] ?? 0) - 1
  }

  #add(text: Text, hash: number, slot: number): number {
    const size = this.#texts.push(text)
    this.#hashes[size - 1] = hash
    this.#slots[slot] = size
    if (size === this.#hashes.length) this.#grow()
    return size - 1
  }

  #grow(): void {
    const hashes = new Int32Array(2 * this.#hashes.length)
    hashes.set(this.#hashes)
    const slots = new Uint32Array(2 * hashes.length)
    const last = slots.length - 1
    this.#shift--
    for (let number = 0; number < this.#texts.length; number++) {
      let slot = (hashes[number] ?? 0) >>> this.#shift
      while (slots[slot] !== 0) slot = (slot + 1) & last
      slots[slot] = number + 1
    }
    this.#hashes = hashes
    this.#slots = slots
  }
}

/** Quick, and good in its high bits (FxHash, with the golden ratio for its factor). */
function hashOf(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ text.charCodeAt(index), 0x9e3779b9)
  }
  return hash
}
