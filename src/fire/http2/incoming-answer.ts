import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2'
import type { Answer } from '../../target/booking-api.ts'

/** A body is read to its end, so that the session goes on, but no more than this is kept of it. */
const bodyMaxBytes = 1024 * 1024

/** An answer while it arrives. */
export class IncomingAnswer {
  /** Null until the head of a final response was read. */
  #head: (IncomingHttpHeaders & IncomingHttpStatusHeader) | null = null
  readonly #pieces: Buffer[] = []
  #keptBytes = 0

  begin(head: IncomingHttpHeaders & IncomingHttpStatusHeader): void {
    this.#head = head
  }

  add(piece: Buffer): void {
    const room = bodyMaxBytes - this.#keptBytes
    if (room <= 0) return
    const kept = piece.length > room ? piece.subarray(0, room) : piece
    this.#pieces.push(kept)
    this.#keptBytes += kept.length
  }

  /** @returns as much as has come, or null where not even a status has */
  soFar({ isWhole }: { readonly isWhole: boolean }): Answer | null {
    const head = this.#head
    if (head === null) return null
    return {
      status: head[':status'] ?? 0,
      header: (name) => {
        const value = head[name]
        return Array.isArray(value) ? value[0] : value
      },
      setCookies: () => head['set-cookie'] ?? [],
      body: Buffer.concat(this.#pieces).toString('utf8'),
      isWhole,
    }
  }
}
