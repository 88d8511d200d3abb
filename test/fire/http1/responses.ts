import * as fc from 'fast-check'

/** A response, and what a reader has to make of it. */
export interface Example {
  readonly bytes: Buffer
  readonly status: number
  /** By lower-case name; each name once. */
  readonly fields: readonly (readonly [string, string])[]
  readonly body: Buffer
  /** Whether it takes the end of the connection to end the body. */
  readonly closes: boolean
}

const token = fc.stringMatching(/^x-[a-zA-Z0-9!#$%&'*+.^_`|~-]{0,12}$/)
const value = fc.stringMatching(/^(?:[!-~](?:[ -~]{0,30}[!-~])?)?$/)
const fields = fc.uniqueArray(fc.tuple(token, value), {
  selector: ([name]) => name.toLowerCase(),
  maxLength: 5,
})
const bodies = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
)
const interim = fc.array(fc.constantFrom('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Hints\r\nlink: </a>\r\n\r\n'), {
  maxLength: 2,
})
const extension = fc.constantFrom('', ';a', ';a=b', ';a="b c"')
const trailers = fc.constantFrom('', 'checksum: 1\r\n', 'a: 1\r\nb:\r\n')

/** Everything that may be said in different ways. */
const manner = fc.record({
  statusText: fc.constantFrom(' OK', ' ', ' Not What You Asked For'),
  spelling: fc.constantFrom<(name: string) => string>(
    (name) => name,
    (name) => name.toUpperCase(),
    (name) => name.toLowerCase(),
  ),
  blank: fc.constantFrom('', ' ', '\t', '  '),
  framing: fc.constantFrom('length', 'chunked', 'close'),
  sizes: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
  extension,
  trailers,
  interim,
})

const statuses = fc.oneof(
  fc.constantFrom(200, 201, 202, 204, 304, 400, 401, 409, 429, 500, 503),
  fc.integer({ min: 200, max: 599 }),
)

/** Responses as RFC 9112 has them, in all its liberties. */
export const responses: fc.Arbitrary<Example> = fc
  .record({ status: statuses, fields, body: bodies, manner })
  .map(({ status, fields: said, body, manner: how }) => {
    const isBare = status === 204 || status === 304
    const { lines, framed } = isBare ? { lines: [], framed: nothing } : frame(body, how)
    const head = [
      `HTTP/1.1 ${status}${how.statusText}`,
      ...said.map(([name, text]) => `${how.spelling(name)}:${how.blank}${text}${how.blank}`),
      ...lines.map(([name, text]) => `${how.spelling(name)}:${how.blank}${text}`),
    ]
    return {
      bytes: Buffer.concat([Buffer.from(`${how.interim.join('')}${head.join('\r\n')}\r\n\r\n`), framed]),
      status,
      fields: said.map(([name, text]) => [name.toLowerCase(), text] as const),
      body: isBare ? nothing : body,
      closes: !isBare && how.framing === 'close',
    }
  })

const nothing = Buffer.alloc(0)

type Manner = typeof manner extends fc.Arbitrary<infer Value> ? Value : never

function frame(body: Buffer, how: Manner): { lines: readonly (readonly [string, string])[]; framed: Buffer } {
  switch (how.framing) {
    case 'length':
      return { lines: [['Content-Length', String(body.length)]], framed: body }
    case 'chunked':
      return { lines: [['Transfer-Encoding', 'chunked']], framed: chunked(body, how) }
    case 'close':
      return { lines: [], framed: body }
  }
}

function chunked(body: Buffer, how: Manner): Buffer {
  const parts: Buffer[] = []
  for (let at = 0, index = 0; at < body.length; index++) {
    const piece = body.subarray(at, at + (how.sizes[index % how.sizes.length] ?? 1))
    parts.push(Buffer.from(`${piece.length.toString(16)}${how.extension}\r\n`), piece, Buffer.from('\r\n'))
    at += piece.length
  }
  return Buffer.concat([...parts, Buffer.from(`0${how.extension}\r\n${how.trailers}\r\n`)])
}
