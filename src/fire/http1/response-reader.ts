/** Where a reader stands: waiting for more bytes, at the end of a response, or before bytes that are no HTTP/1.1. */
export type Reading = 'more' | 'whole' | 'broken'

type Phase = 'head' | 'fixedBody' | 'chunkSize' | 'chunk' | 'chunkEnd' | 'trailers' | 'bodyUntilClose'

const headMaxBytes = 64 * 1024

/** A body is read to its end, so that the connection can be used again, but no more than this is kept of it. */
const bodyMaxBytes = 1024 * 1024

const firstBytes = 'HTTP/1.'

const nothing = Buffer.alloc(0)

/**
 * Reads one HTTP/1.1 response after another as their bytes arrive, however they are split (RFC 9112). Interim
 * responses (1xx) are passed over. It is as strict as it has to be to know where a response ends.
 */
export class ResponseReader {
  /** 0 until the head of a final response was read. */
  status = 0
  /** Whether the server leaves the connection open after this response. */
  keepsAlive = false
  #head = ''
  /** A body that came in one piece; what came in more of them is in `#kept`. */
  #body = ''
  #kept: Buffer = nothing
  #keptBytes = 0
  #phase: Phase = 'head'
  /** Bytes that are missing of the body or of the chunk. */
  #missing = 0
  /** The beginning of a head or a line whose end has not come. */
  #rest: Buffer | null = null

  /** Gets ready for the response to another request. */
  reset(): void {
    this.status = 0
    this.#body = ''
    this.#kept = nothing
    this.#keptBytes = 0
    this.#phase = 'head'
    this.#rest = null
  }

  /** @param bytes may be overwritten once this has returned */
  push(bytes: Buffer): Reading {
    const joined = this.#rest === null ? bytes : Buffer.concat([this.#rest, bytes])
    this.#rest = null
    let at = 0
    while (at <= joined.length) {
      const next = this.#step(joined, at)
      if (typeof next === 'string') return next
      at = next
    }
    return 'more'
  }

  /** The server has closed the connection. */
  end(): Reading {
    return this.#phase === 'bodyUntilClose' ? 'whole' : 'broken'
  }

  /** What was read of the body, as UTF-8. */
  body(): string {
    return this.#keptBytes === 0 ? this.#body : this.#kept.toString('utf8', 0, this.#keptBytes)
  }

  /** The first value of a header field, by its lower-case name. */
  readonly header = (name: string): string | undefined => {
    for (const [start, colon, stop] of fieldsOf(this.#head)) {
      if (colon - start === name.length && this.#head.slice(start, colon).toLowerCase() === name) {
        return this.#head.slice(colon + 1, stop).trim()
      }
    }
    return undefined
  }

  /** Every value of a header field, by its lower-case name. */
  readonly values = (name: string): readonly string[] =>
    [...fieldsOf(this.#head)].flatMap(([start, colon, stop]) =>
      colon - start === name.length && this.#is(name, start, colon) ? [this.#value(colon, stop)] : [],
    )

  /** @returns where to go on, or how it ended */
  #step(bytes: Buffer, at: number): number | Reading {
    switch (this.#phase) {
      case 'head':
        return this.#readHead(bytes, at)
      case 'fixedBody': {
        const taken = this.#take(bytes, at)
        return this.#missing === 0 ? this.#whole(bytes, taken) : 'more'
      }
      case 'chunkSize':
        return this.#readChunkSize(bytes, at)
      case 'chunk': {
        const taken = this.#take(bytes, at)
        if (this.#missing > 0) return 'more'
        this.#phase = 'chunkEnd'
        return taken
      }
      case 'chunkEnd':
        if (bytes.length - at < 2) return this.#keepRest(bytes, at)
        this.#phase = 'chunkSize'
        return bytes[at] === 13 && bytes[at + 1] === 10 ? at + 2 : 'broken'
      case 'trailers':
        return this.#readTrailer(bytes, at)
      case 'bodyUntilClose':
        this.#keep(bytes, at, bytes.length)
        return 'more'
    }
  }

  #readHead(bytes: Buffer, at: number): number | Reading {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1')
    if (end === -1) return mayBecomeHead(bytes, at) ? this.#keepRest(bytes, at) : 'broken'
    this.#head = bytes.toString('latin1', at, end)
    const status = statusOf(this.#head)
    // After 101 the connection speaks another protocol, which nobody asked for.
    if (status < 100 || status === 101) return 'broken'
    if (status < 200) return end + 4
    return this.#frame(status) ? this.#afterHead(bytes, end + 4) : 'broken'
  }

  /** RFC 9112, section 6.3: where the body of a response ends. */
  #frame(status: number): boolean {
    let closes: boolean | null = null
    let length: number | null = null
    let isChunked = false
    for (const [start, colon, stop] of fieldsOf(this.#head)) {
      if (isBlank(this.#head.charCodeAt(start))) return this.#unfold(status)
      // A name with a blank behind it is one that another reader of the same bytes may know.
      if (colon <= start || isBlank(this.#head.charCodeAt(colon - 1))) return false
      switch (colon - start) {
        case 'connection'.length:
          if (this.#is('connection', start, colon)) closes = closesBy(this.#value(colon, stop), closes)
          break
        case 'content-length'.length: {
          if (!this.#is('content-length', start, colon)) break
          const value = this.#value(colon, stop)
          if (!/^\d{1,15}$/.test(value) || (length !== null && length !== Number(value))) return false
          length = Number(value)
          break
        }
        case 'transfer-encoding'.length:
          if (!this.#is('transfer-encoding', start, colon)) break
          // Anything but plain chunks would need decoding, and was not asked for.
          if (isChunked || this.#value(colon, stop).toLowerCase() !== 'chunked') return false
          isChunked = true
      }
    }
    // Both of them is how responses are smuggled; and two readers would not agree on where this one ends.
    if (isChunked && length !== null) return false
    this.status = status
    const isBare = status === 204 || status === 304
    const isUntilClose = !isBare && !isChunked && length === null
    const isPersistent = this.#head.charCodeAt(7) === 49
    this.keepsAlive = !(closes ?? !isPersistent) && !isUntilClose
    this.#missing = isBare ? 0 : (length ?? 0)
    this.#phase = isBare ? 'fixedBody' : isChunked ? 'chunkSize' : isUntilClose ? 'bodyUntilClose' : 'fixedBody'
    return true
  }

  /** RFC 9112, section 5.2: a field that goes on in another line is read as if it stood in one. */
  #unfold(status: number): boolean {
    this.#head = this.#head.replaceAll(/\r\n[\t ]+/g, ' ')
    return this.#frame(status)
  }

  #afterHead(bytes: Buffer, at: number): number | Reading {
    // A response without a body is over with its head: there may never be another byte to notice it by.
    return this.#phase === 'fixedBody' && this.#missing === 0 ? this.#whole(bytes, at) : at
  }

  #readChunkSize(bytes: Buffer, at: number): number | Reading {
    const end = bytes.indexOf('\r\n', at, 'latin1')
    if (end === -1) return bytes.length - at > headMaxBytes ? 'broken' : this.#keepRest(bytes, at)
    const [, size] = /^([\da-f]{1,12})[\t ]*(?:;.*)?$/i.exec(bytes.toString('latin1', at, end)) ?? []
    if (size === undefined) return 'broken'
    this.#missing = Number.parseInt(size, 16)
    this.#phase = this.#missing === 0 ? 'trailers' : 'chunk'
    return end + 2
  }

  #readTrailer(bytes: Buffer, at: number): number | Reading {
    const end = bytes.indexOf('\r\n', at, 'latin1')
    if (end === -1) return bytes.length - at > headMaxBytes ? 'broken' : this.#keepRest(bytes, at)
    return end === at ? this.#whole(bytes, end + 2) : end + 2
  }

  /** @returns where the body or the chunk stops in these bytes */
  #take(bytes: Buffer, at: number): number {
    const stop = Math.min(bytes.length, at + this.#missing)
    this.#missing -= stop - at
    const isAll = this.#missing === 0 && this.#phase === 'fixedBody' && this.#keptBytes === 0
    if (isAll && stop - at <= bodyMaxBytes) this.#body = bytes.toString('utf8', at, stop)
    else this.#keep(bytes, at, stop)
    return stop
  }

  #keep(bytes: Buffer, from: number, until: number): void {
    const end = Math.min(until, from + bodyMaxBytes - this.#keptBytes)
    if (end <= from) return
    const needed = this.#keptBytes + end - from
    if (needed > this.#kept.length) this.#kept = enlarged(this.#kept, needed)
    bytes.copy(this.#kept, this.#keptBytes, from, end)
    this.#keptBytes = needed
  }

  #keepRest(bytes: Buffer, at: number): Reading {
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at))
    return 'more'
  }

  #whole(bytes: Buffer, at: number): Reading {
    // Bytes after the only response that was asked for answer nothing, and nobody knows what follows them.
    if (at < bytes.length) this.keepsAlive = false
    return 'whole'
  }

  #is(name: string, start: number, colon: number): boolean {
    return this.#head.slice(start, colon).toLowerCase() === name
  }

  #value(colon: number, stop: number): string {
    return this.#head.slice(colon + 1, stop).trim()
  }
}

function statusOf(head: string): number {
  const [, status] = /^HTTP\/1\.[01] (\d{3})(?: [^\r\n]*)?(?:\r\n|$)/.exec(head) ?? []
  return Number(status ?? 0)
}

/** @returns whether the connection is closed, as far as was said by then; `close` outweighs `keep-alive` */
function closesBy(connection: string, saidBefore: boolean | null): boolean | null {
  const options = connection.toLowerCase().split(',')
  if (saidBefore === true || options.some((option) => option.trim() === 'close')) return true
  return options.some((option) => option.trim() === 'keep-alive') ? false : saidBefore
}

const isBlank = (character: number): boolean => character === 32 || character === 9

/** Whether these bytes can still become the head of a response: a speaker of anything else need not be waited for. */
function mayBecomeHead(bytes: Buffer, at: number): boolean {
  const opening = bytes.toString('latin1', at, at + firstBytes.length)
  const lineEnd = bytes.indexOf(10, at)
  const endsLinesAlike = lineEnd === -1 || bytes[lineEnd - 1] === 13
  return bytes.length - at <= headMaxBytes && firstBytes.startsWith(opening) && endsLinesAlike
}

function enlarged(buffer: Buffer, needed: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(2 * buffer.length, bodyMaxBytes)))
  buffer.copy(larger)
  return larger
}

/** The header fields of a head: where each starts, where its name ends (−1 where it has none), and where it stops. */
function* fieldsOf(head: string): Generator<readonly [start: number, colon: number, stop: number]> {
  let at = head.indexOf('\r\n')
  while (at !== -1) {
    const start = at + 2
    at = head.indexOf('\r\n', start)
    const stop = at === -1 ? head.length : at
    const colon = head.indexOf(':', start)
    yield [start, colon < stop ? colon : -1, stop]
  }
}
