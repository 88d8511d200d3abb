import { isMapping, isList, memberOf } from './anything.ts'

/** What a `$ref` led to, and by which references. */
export interface Followed {
  readonly value: unknown
  readonly by: readonly string[]
}

const hopsMax = 20

/** The references of a document to parts of itself. */
export class References {
  readonly #document: unknown
  readonly #unread = new Set<string>()

  constructor(document: unknown) {
    this.#document = document
  }

  /** Those that lead to no part of this document, such as another file. */
  get unread(): readonly string[] {
    return [...this.#unread]
  }

  /** Follows a `$ref` to what stands there; what is none is its own answer, and undefined what leads nowhere. */
  follow(value: unknown): Followed {
    let at = value
    const by: string[] = []
    for (;;) {
      const reference = memberOf(at, '$ref')
      if (typeof reference !== 'string') return { value: at, by }
      if (by.includes(reference) || by.length >= hopsMax) return { value: undefined, by }
      by.push(reference)
      at = this.#at(reference)
      if (at === undefined) this.#unread.add(reference)
    }
  }

  /** A JSON Pointer (RFC 6901) in a fragment. */
  #at(reference: string): unknown {
    if (!reference.startsWith('#')) return undefined
    return reference
      .slice(1)
      .split('/')
      .slice(1)
      .map((part) => decoded(part).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((value, part) => childOf(value, part), this.#document)
  }
}

const childOf = (value: unknown, part: string): unknown =>
  isList(value) ? value[Number(part)] : isMapping(value) ? memberOf(value, part) : undefined

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
