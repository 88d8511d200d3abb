const space = 0x20
const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22
const plus = 0x2b
const minus = 0x2d
const dot = 0x2e
const zero = 0x30
const nine = 0x39
const upperE = 0x45
const backslash = 0x5c
const lowerE = 0x65
const lowerN = 0x6e
const firstBeyondAscii = 0x80

/** A value that holds no others. */
export type FlatValue = string | number | null

/** So many digits are exact in a number, whatever they are, and so is ten to the power of as many. */
const exactDigits = 15

/** Bytes that are looked at together. */
const wordBytes = 4

/**
 * Reads JSON where it lies, as bytes (RFC 8259), in one pass and without making anything but its values: of all that it
 * takes to judge a long history, parsing it takes the most. It reads what lines of numbers and texts are made of. Of
 * anything else, and of what is no JSON, it says that it cannot, and whoever asked has to parse that by other means.
 */
export class JsonBytes {
  #bytes: Buffer = Buffer.alloc(0)
  /** The same bytes, a word at a time. */
  #words: DataView = new DataView(new ArrayBuffer(0))
  #at = 0

  /** Goes to a place from which to read on. */
  goTo(bytes: Buffer, at: number): void {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes
      this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    }
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  /** Goes back to a place that it has passed. */
  backTo(at: number): void {
    this.#at = at
  }

  /** Passes a character, and white space before it. @returns false where another one stands there */
  pass(character: number): boolean {
    if (this.#bytes[this.#at] !== character) {
      this.#passSpace()
      if (this.#bytes[this.#at] !== character) return false
    }
    this.#at++
    return true
  }

  /** Passes a token, and white space before it. @returns false where another one stands there */
  passToken(token: Token): boolean {
    this.#passSpace()
    if (!token.standsAt(this.#words, this.#at)) return false
    this.#at += token.length
    return true
  }

  /** Passes the end of a line, and white space before it. */
  passLineEnd(): boolean {
    this.#passSpace()
    if (this.#bytes[this.#at] === carriageReturn) this.#at++
    if (this.#bytes[this.#at] !== lineFeed) return false
    this.#at++
    return true
  }

  /**
   * @param likely a text that it may well be; then it is this very string, of which there is no need for a second one
   * @returns undefined where there is no text, number or null, or not all of it
   */
  value(likely: string): FlatValue | undefined {
    this.#passSpace()
    const first = this.#bytes[this.#at]
    if (first === quote) return this.#text(likely)
    if (first === lowerN) return this.passToken(nullToken) ? null : undefined
    return this.#number()
  }

  #passSpace(): void {
    for (let byte = this.#bytes[this.#at]; byte === space || byte === tab; byte = this.#bytes[++this.#at]);
  }

  #text(likely: string): string | undefined {
    const bytes = this.#bytes
    const words = this.#words
    const from = this.#at + 1
    const lastWord = words.byteLength - wordBytes
    let at = from
    while (at <= lastWord && isPlain(words.getInt32(at, true))) at += wordBytes
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (byte === quote) {
        this.#at = at + 1
        return stands(likely, bytes, from, at) ? likely : bytes.toString('latin1', from, at)
      }
      if (byte < space || byte === backslash || byte >= firstBeyondAscii) return this.#rareText(at)
    }
    return undefined
  }

  /** A text with characters that are escaped, or beyond ASCII. @param at the first of them */
  #rareText(at: number): string | undefined {
    const bytes = this.#bytes
    let end = at
    while (end < bytes.length && bytes[end] !== quote) end += bytes[end] === backslash ? 2 : 1
    if (end >= bytes.length) return undefined
    const text = textIn(bytes.toString('utf8', this.#at, end + 1))
    this.#at = end + 1
    return text
  }

  #number(): number | undefined {
    const bytes = this.#bytes
    const from = this.#at
    const whole = bytes[from] === minus ? from + 1 : from
    let at = whole
    let digits = 0
    for (let byte = bytes[at]; isDigit(byte); byte = bytes[++at]) digits = digits * 10 + (byte - zero)
    if (at === whole || (at > whole + 1 && bytes[whole] === zero)) return undefined
    let decimals = 0
    if (bytes[at] === dot) {
      const first = at + 1
      for (let byte = bytes[++at]; isDigit(byte); byte = bytes[++at]) digits = digits * 10 + (byte - zero)
      decimals = at - first
      if (decimals === 0) return undefined
    }
    this.#at = at
    if (bytes[at] === lowerE || bytes[at] === upperE) return this.#passExponent() ? this.#numberFrom(from) : undefined
    if (at - whole > exactDigits) return this.#numberFrom(from)
    const size = decimals === 0 ? digits : digits / (powersOfTen[decimals] ?? 1)
    return whole === from ? size : -size
  }

  #passExponent(): boolean {
    const bytes = this.#bytes
    const sign = bytes[this.#at + 1]
    const first = sign === plus || sign === minus ? this.#at + 2 : this.#at + 1
    let at = first
    while (isDigit(bytes[at])) at++
    this.#at = at
    return at > first
  }

  #numberFrom(from: number): number {
    return Number(this.#bytes.toString('latin1', from, this.#at))
  }
}

/** Bytes that are known in advance, to be compared a word at a time. */
export class Token {
  readonly length: number
  readonly #words: Int32Array
  readonly #rest: Uint8Array

  constructor(text: string) {
    const bytes = Buffer.from(text)
    this.length = bytes.length
    this.#words = Int32Array.from({ length: Math.floor(bytes.length / wordBytes) }, (_, word) =>
      bytes.readInt32LE(word * wordBytes),
    )
    this.#rest = bytes.subarray(this.#words.length * wordBytes)
  }

  standsAt(view: DataView, at: number): boolean {
    if (at + this.length > view.byteLength) return false
    const words = this.#words
    let next = at
    for (let word = 0; word < words.length; word++, next += wordBytes) {
      if (view.getInt32(next, true) !== words[word]) return false
    }
    const rest = this.#rest
    for (let byte = 0; byte < rest.length; byte++, next++) if (view.getUint8(next) !== rest[byte]) return false
    return true
  }
}

const nullToken = new Token('null')

const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, power) => 10 ** power)

const isDigit = (byte: number | undefined): byte is number => byte !== undefined && byte >= zero && byte <= nine

/**
 * Whether none of the four bytes of a word is a quote, a backslash, a control character or beyond ASCII. A byte of `word ^ x`
 * is 0 where the word has x, and what is below n borrows from the bit above it when n is taken away.
 */
function isPlain(word: number): boolean {
  const quotes = word ^ 0x22222222
  const backslashes = word ^ 0x5c5c5c5c
  const found =
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes) |
    ((word - 0x20202020) & ~word) |
    word
  return (found & 0x80808080) === 0
}

/** Compared from the end, since names that differ mostly do so there. */
function stands(text: string, bytes: Buffer, from: number, to: number): boolean {
  if (text.length !== to - from) return false
  for (let index = text.length - 1; index >= 0; index--) {
    if (text.charCodeAt(index) !== bytes[from + index]) return false
  }
  return true
}

function textIn(json: string): string | undefined {
  try {
    const text: unknown = JSON.parse(json)
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined
  }
}
