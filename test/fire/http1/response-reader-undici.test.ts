import * as fc from 'fast-check'
import { Client } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rawListener } from '../../targets/raw-listener.ts'
import { cutAt, read } from './reading.ts'
import { responses } from './responses.ts'

/** What undici and our reader are compared by. */
interface Heard {
  readonly status: number
  readonly headers: readonly (string | undefined)[]
  readonly body: string
}

const listener = rawListener()
beforeAll(() => listener.listen())
afterAll(() => listener.close())

/** @returns null where it refuses the response */
async function askUndici(pieces: readonly Buffer[], closes: boolean, names: readonly string[]): Promise<Heard | null> {
  listener.serve(pieces, closes)
  const client = new Client(listener.origin(), { headersTimeout: 2000, bodyTimeout: 2000, pipelining: 0 })
  try {
    const { statusCode, headers, body } = await client.request({ path: '/', method: 'GET' })
    const text = Buffer.from(await body.arrayBuffer()).toString('utf8')
    // Blanks behind a value are no part of it (RFC 9112, section 5.1), but undici leaves them.
    return { status: statusCode, headers: names.map((name) => [headers[name]].flat()[0]?.trim()), body: text }
  } catch {
    return null
  } finally {
    await client.destroy()
  }
}

function askReader(pieces: readonly Buffer[], closes: boolean, names: readonly string[]): Heard | null {
  const { reading, status, header, body } = read(pieces, { closes })
  return reading === 'whole' ? { status, headers: names.map(header), body } : null
}

/** undici takes a 100 that was not asked for as an error. */
const known = responses.filter(({ bytes }) => !bytes.includes(' 100 Continue'))

test('reads every well-formed response as undici does', async () => {
  await fc.assert(
    fc.asyncProperty(known, fc.array(fc.nat(600), { maxLength: 3 }), async ({ bytes, fields, closes }, cuts) => {
      const names = [...fields.map(([name]) => name), 'content-length', 'x-none']
      const pieces = cutAt(bytes, cuts).filter(({ length }) => length > 0)
      const heard = await askUndici(pieces, closes, names)
      expect(heard).not.toBeNull()
      expect(askReader(pieces, closes, names)).toEqual(heard)
    }),
    { numRuns: 150 },
  )
})

const ok = 'HTTP/1.1 200 OK'
const chunks = 'transfer-encoding: chunked'

test.each<[string, string]>([
  ['a response', `${ok}\r\ncontent-length: 2\r\n\r\nok`],
  ['an interim response', `HTTP/1.1 103 Early Hints\r\n\r\n${ok}\r\ncontent-length: 2\r\n\r\nok`],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'],
  ['a body until the close', `${ok}\r\n\r\nuntil the close`],
  ['a body that broke off', `${ok}\r\ncontent-length: 20\r\n\r\nhalf`],
  ['chunks that broke off', `${ok}\r\n${chunks}\r\n\r\n4\r\nhalf\r\n`],
  ['two lengths', `${ok}\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc`],
  ['a length and chunks', `${ok}\r\ncontent-length: 2\r\n${chunks}\r\n\r\n0\r\n\r\n`],
  ['a length that is none', `${ok}\r\ncontent-length: two\r\n\r\nab`],
  ['a negative length', `${ok}\r\ncontent-length: -2\r\n\r\nab`],
  ['a size that is none', `${ok}\r\n${chunks}\r\n\r\nxy\r\nhello\r\n0\r\n\r\n`],
  ['a chunk longer than it said', `${ok}\r\n${chunks}\r\n\r\n2\r\nhello\r\n0\r\n\r\n`],
  ['a blank behind a name', `${ok}\r\ncontent-length : 2\r\n\r\nab`],
  ['a field without a colon', `${ok}\r\nnonsense\r\ncontent-length: 2\r\n\r\nab`],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ['another service', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['HTTP/2', 'HTTP/2 200 OK\r\ncontent-length: 2\r\n\r\nok'],
  ['a status without digits', 'HTTP/1.1 OK\r\ncontent-length: 2\r\n\r\nok'],
  ['no end of the head', `${ok}\r\ncontent-length: 2\r\n`],
  ['nothing', ''],
])('and %s', async (_, text) => {
  const pieces = text === '' ? [] : [Buffer.from(text)]
  const names = ['content-length']
  expect(askReader(pieces, true, names)).toEqual(await askUndici(pieces, true, names))
})
