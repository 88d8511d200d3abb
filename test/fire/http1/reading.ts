import { ResponseReader, type Reading } from '../../../src/fire/http1/response-reader.ts'

/** What a reader makes of a response. */
export interface Seen {
  readonly reading: Reading
  readonly status: number
  readonly keepsAlive: boolean
  readonly body: string
  readonly header: (name: string) => string | undefined
}

/** Hands pieces to a reader until it has had enough, and closes the connection after them where that is said. */
export function read(pieces: readonly Buffer[], { closes = false } = {}): Seen {
  const reader = new ResponseReader()
  // All connections share one buffer, which the next read overwrites.
  const shared = Buffer.alloc(Math.max(1, ...pieces.map(({ length }) => length)))
  let reading: Reading = 'more'
  for (const piece of pieces) {
    if (reading !== 'more') break
    piece.copy(shared)
    reading = reader.push(shared.subarray(0, piece.length))
    shared.fill('#')
  }
  if (reading === 'more' && closes) reading = reader.end()
  const { status, keepsAlive, header } = reader
  return { reading, status, keepsAlive, body: reader.body(), header }
}

/** Cuts bytes at the given places, in any order. */
export function cutAt(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return cuts.slice(1).map((stop, index) => bytes.subarray(cuts[index], stop))
}

export const everyByte = (bytes: Buffer): readonly Buffer[] =>
  Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))
