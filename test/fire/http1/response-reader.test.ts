import { describe, expect, test } from 'vitest'
import { ResponseReader } from '../../../src/fire/http1/response-reader.ts'
import { everyByte, read, type Seen } from './reading.ts'

/** A response in lines, read whole and read byte by byte: both have to come to the same. */
function readLines(lines: readonly string[], { closes = false } = {}): Seen {
  const bytes = Buffer.from(lines.join('\r\n'))
  const whole = read([bytes], { closes })
  const split = read(everyByte(bytes), { closes })
  // Whoever reads byte by byte is done before bytes that come too early, so it has not seen them.
  expect({ ...split, header: null, keepsAlive: null }).toEqual({ ...whole, header: null, keepsAlive: null })
  return whole
}

describe('where a response ends', () => {
  test.each<[string, readonly string[], string]>([
    ['at its content-length', ['HTTP/1.1 201 Created', 'Content-Length: 5', '', 'hello'], 'hello'],
    ['at its head, where the length is 0', ['HTTP/1.1 201 Created', 'content-length: 0', '', ''], ''],
    ['at its last chunk', ['HTTP/1.1 201 OK', 'Transfer-Encoding: chunked', '', '5', 'hello', '0', '', ''], 'hello'],
    [
      'after the trailers',
      ['HTTP/1.1 201 OK', 'transfer-encoding: chunked', '', '5', 'hello', '0', 'checksum: 1', 'x: 2', '', ''],
      'hello',
    ],
    [
      'at its last chunk, whatever extensions it has',
      ['HTTP/1.1 201 OK', 'transfer-encoding: Chunked', '', '005;a=b;c="d"', 'hello', '1 ;x', '!', '0;y', '', ''],
      'hello!',
    ],
    [
      'where a length is said twice, at that length',
      ['HTTP/1.1 201 OK', 'content-length: 2', 'content-length: 2', '', 'ok'],
      'ok',
    ],
    [
      'at its length, after interim responses',
      [
        'HTTP/1.1 100 Continue',
        '',
        'HTTP/1.1 103 Early Hints',
        'link: x',
        '',
        'HTTP/1.1 201 Created',
        'content-length: 2',
        '',
        'ok',
      ],
      'ok',
    ],
    ['without a reason', ['HTTP/1.1 201 ', 'content-length: 2', '', 'ok'], 'ok'],
    ['without even the blank before the reason', ['HTTP/1.1 201', 'content-length: 2', '', 'ok'], 'ok'],
    ['with blanks around values', ['HTTP/1.1 201 OK', 'content-length:\t 2 \t', '', 'ok'], 'ok'],
    [
      'with a field that goes on in a second line',
      ['HTTP/1.1 201 OK', 'x: a', '  b', 'content-length:', ' 2', '', 'ok'],
      'ok',
    ],
    ['with UTF-8', ['HTTP/1.1 201 OK', 'content-length: 7', '', 'añ€!'], 'añ€!'],
  ])('%s', (_, lines, body) => {
    expect(readLines(lines)).toMatchObject({ reading: 'whole', status: 201, keepsAlive: true, body })
  })

  test.each([204, 304])('at its head, where the status is %i, whatever its fields say', (status) => {
    const seen = readLines([`HTTP/1.1 ${status} x`, 'transfer-encoding: chunked', '', ''])
    expect(seen).toMatchObject({ reading: 'whole', status, keepsAlive: true, body: '' })
    expect(readLines([`HTTP/1.1 ${status} x`, 'content-length: 12', '', ''])).toMatchObject({
      reading: 'whole',
      status,
    })
  })

  test('where the connection does, if nothing else is said', () => {
    const lines = ['HTTP/1.1 200 OK', '', 'to the ', 'end']
    expect(readLines(lines)).toMatchObject({ reading: 'more', status: 200, body: 'to the \r\nend' })
    expect(readLines(lines, { closes: true })).toMatchObject({ reading: 'whole', keepsAlive: false })
  })

  test.each([
    ['in its head', ['HTTP/1.1 200 OK', 'content-le'], 0],
    ['in its body', ['HTTP/1.1 201 OK', 'content-length: 9', '', 'half'], 201],
    ['between two chunks', ['HTTP/1.1 201 OK', 'transfer-encoding: chunked', '', '4', 'half', ''], 201],
    ['before its trailers are over', ['HTTP/1.1 201 OK', 'transfer-encoding: chunked', '', '0', 'a: b', ''], 201],
    ['before its beginning', [''], 0],
    ['after an interim response', ['HTTP/1.1 100 Continue', '', ''], 0],
  ])('is not where the connection breaks off %s', (_, lines, status) => {
    expect(readLines(lines)).toMatchObject({ reading: 'more', status })
    expect(readLines(lines, { closes: true })).toMatchObject({ reading: 'broken', status })
  })
})

describe('whether the connection stays open', () => {
  test.each<[string, readonly string[], boolean]>([
    ['HTTP/1.1', [], true],
    ['HTTP/1.1', ['Connection: close'], false],
    ['HTTP/1.1', ['connection: Keep-Alive'], true],
    ['HTTP/1.1', ['connection: keep-alive, CLOSE'], false],
    ['HTTP/1.1', ['connection: keep-alive', 'connection: close'], false],
    ['HTTP/1.1', ['connection: close', 'connection: keep-alive'], false],
    ['HTTP/1.1', ['connection: closely-watched'], true],
    ['HTTP/1.0', [], false],
    ['HTTP/1.0', ['connection: keep-alive'], true],
    ['HTTP/1.0', ['connection: keep-alive, close'], false],
  ])('%s %j: %s', (version, fields, keepsAlive) => {
    const seen = readLines([`${version} 200 OK`, ...fields, 'content-length: 0', '', ''])
    expect(seen).toMatchObject({ reading: 'whole', keepsAlive })
  })

  test('it does not where more comes than was asked for', () => {
    const text = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
    for (const more of ['!', 'HTTP/1.1 200 OK\r\n\r\n', '\r\n']) {
      expect(read([Buffer.from(text + more)])).toMatchObject({ reading: 'whole', body: 'ok', keepsAlive: false })
    }
  })
})

describe('what is no response', () => {
  const ok = 'HTTP/1.1 200 OK'
  test.each<[string, readonly string[]]>([
    ['two lengths', [ok, 'content-length: 2', 'content-length: 3', '', 'abc']],
    ['a list of lengths', [ok, 'content-length: 2, 3', '', 'abc']],
    ['a length with a sign', [ok, 'content-length: +2', '', 'ab']],
    ['a negative length', [ok, 'content-length: -1', '', '']],
    ['a length in hexadecimal', [ok, 'content-length: 0x2', '', 'ab']],
    ['no length in the field for it', [ok, 'content-length:', '', 'ab']],
    ['a length beyond all numbers', [ok, 'content-length: 99999999999999999999', '', '']],
    ['chunks and a length', [ok, 'transfer-encoding: chunked', 'content-length: 2', '', '0', '', '']],
    ['a length and chunks', [ok, 'content-length: 2', 'transfer-encoding: chunked', '', '0', '', '']],
    ['another encoding', [ok, 'transfer-encoding: gzip, chunked', '', '0', '', '']],
    ['chunks in chunks', [ok, 'transfer-encoding: chunked', 'transfer-encoding: chunked', '', '0', '', '']],
    ['chunks of an odd size', [ok, 'transfer-encoding: chunked', '', 'five', 'hello']],
    ['chunks of a negative size', [ok, 'transfer-encoding: chunked', '', '-5', 'hello']],
    ['chunks of a size beyond all numbers', [ok, 'transfer-encoding: chunked', '', 'fffffffffffffff', 'hello']],
    ['a chunk without a line end behind it', [ok, 'transfer-encoding: chunked', '', '3', 'helXX0', '', '']],
    ['a chunk longer than it said', [ok, 'transfer-encoding: chunked', '', '3', 'hello', '0', '', '']],
    ['a blank behind the name of a field', [ok, 'content-length : 2', '', 'ab']],
    ['a field without a name', [ok, ': 2', '', 'ab']],
    ['a field without a colon', [ok, 'content-length 2', '', 'ab']],
    ['another protocol', ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', '', '']],
    ['HTTP/2', ['HTTP/2 200', '', '']],
    ['HTTP/1.2', ['HTTP/1.2 200 OK', '', '']],
    ['a status of two digits', ['HTTP/1.1 20 OK', '', '']],
    ['a status of four digits', ['HTTP/1.1 2000 OK', '', '']],
    ['a status below 100', ['HTTP/1.1 099 OK', '', '']],
    ['a greeting of another service', ['SSH-2.0-OpenSSH_9.6', '']],
    ['a page without a head', ['<html>', '']],
    ['lines that end in a line feed alone', ['HTTP/1.1 200 OK\ncontent-length: 0\n\n']],
    ['a beginning that is not one', ['HTTPS']],
  ])('%s', (_, lines) => {
    expect(readLines(lines).reading).toBe('broken')
  })
})

describe('what is too large', () => {
  test('a head without an end is given up, whole and byte by byte', () => {
    const head = Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(70_000)}`)
    expect(read([head]).reading).toBe('broken')
    expect(read([head.subarray(0, 40_000), head.subarray(40_000)]).reading).toBe('broken')
  })

  test.each([
    ['the size of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;'],
    ['a trailer', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: '],
  ])('%s without an end is given up', (_, opening) => {
    expect(read([Buffer.from(opening), Buffer.alloc(70_000, 'a')]).reading).toBe('broken')
  })

  const size = 3_000_000
  const chunks = (bytes: number) => `${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`
  test.each([
    ['of a known length', `content-length: ${size}\r\n\r\n${'x'.repeat(size)}`, false],
    ['in large chunks', `transfer-encoding: chunked\r\n\r\n${chunks(size)}0\r\n\r\n`, false],
    ['in small chunks', `transfer-encoding: chunked\r\n\r\n${chunks(10).repeat(size / 10)}0\r\n\r\n`, false],
    ['until the close', `\r\n${'x'.repeat(size)}`, true],
  ])('a body %s is read to its end, and its beginning is kept', (_, rest, closes) => {
    const bytes = Buffer.from(`HTTP/1.1 200 OK\r\n${rest}`)
    const places = Array.from({ length: 80 }, (__, index) => index * 65_536)
    for (const pieces of [[bytes], places.map((place) => bytes.subarray(place, place + 65_536))]) {
      const seen = read(pieces, { closes })
      expect(seen).toMatchObject({ reading: 'whole', keepsAlive: !closes })
      expect(seen.body === 'x'.repeat(1024 * 1024)).toBe(true)
    }
  })
})

describe('one reader, many responses', () => {
  const push = (reader: ResponseReader, text: string) => reader.push(Buffer.from(text))

  test('nothing of one is left in the next', () => {
    const reader = new ResponseReader()
    const first = 'HTTP/1.1 201 Created\r\nx-first: 1\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n'
    expect(push(reader, `${first}5\r\nhello\r\n0\r\n\r\n`)).toBe('whole')
    reader.reset()
    expect([reader.status, reader.body()]).toEqual([0, ''])
    expect(push(reader, 'HTTP/1.1 204 No Content\r\n\r\n')).toBe('whole')
    expect([reader.status, reader.body(), reader.keepsAlive]).toEqual([204, '', true])
    expect(reader.header('x-first')).toBeUndefined()
  })

  test('one that broke off does not reach into the next', () => {
    const reader = new ResponseReader()
    for (const half of ['HTTP/1.1 20', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', 'rubbish']) {
      push(reader, half)
      reader.reset()
      expect(push(reader, 'HTTP/1.1 409 Conflict\r\ncontent-length: 2\r\n\r\nno')).toBe('whole')
      expect([reader.status, reader.body()]).toEqual([409, 'no'])
      reader.reset()
    }
  })

  test('a header is found by its lower-case name, and the first of several counts', () => {
    const reader = new ResponseReader()
    push(reader, 'HTTP/1.1 429 x\r\nRetry-After: 7 \r\nretry-after: 8\r\nEmpty:\r\ncontent-length: 0\r\n\r\n')
    expect(reader.header('retry-after')).toBe('7')
    expect(reader.header('empty')).toBe('')
    expect(reader.header('retry')).toBeUndefined()
    expect(reader.header('')).toBeUndefined()
  })

  test('a header of an interim response is not taken for one of the final one', () => {
    const reader = new ResponseReader()
    push(reader, 'HTTP/1.1 103 Early Hints\r\nretry-after: 1\r\n\r\nHTTP/1.1 429 x\r\ncontent-length: 0\r\n\r\n')
    expect([reader.status, reader.header('retry-after')]).toEqual([429, undefined])
  })
})
