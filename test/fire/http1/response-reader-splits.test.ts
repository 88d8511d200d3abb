import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ResponseReader } from '../../../src/fire/http1/response-reader.ts'
import { cutAt, everyByte, read } from './reading.ts'
import { responses } from './responses.ts'

const places = fc.array(fc.nat(2000), { maxLength: 12 })

describe('a well-formed response', () => {
  test('comes to the same however it is split', () => {
    fc.assert(
      fc.property(responses, places, ({ bytes, status, fields, body, closes }, cuts) => {
        for (const pieces of [[bytes], everyByte(bytes), cutAt(bytes, cuts)]) {
          const seen = read(pieces, { closes })
          expect(seen).toMatchObject({ reading: 'whole', status, body: body.toString('utf8') })
          for (const [name, value] of fields) expect(seen.header(name)).toBe(value)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('is followed by the next on the same connection', () => {
    fc.assert(
      fc.property(fc.array(responses, { maxLength: 5 }), places, (several, cuts) => {
        const reader = new ResponseReader()
        for (const { bytes, status, body, closes } of several) {
          reader.reset()
          const isOver = cutAt(bytes, cuts).some((piece) => reader.push(piece) !== 'more')
          expect([isOver, isOver || reader.end() === 'whole']).toEqual([!closes, true])
          expect([reader.status, reader.body()]).toEqual([status, body.toString('utf8')])
        }
      }),
    )
  })
})

describe('whatever comes', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    // Noise made of what responses are made of gets further in.
    fc
      .array(
        fc.constantFrom(
          'HTTP/1.1 ',
          '200',
          ' ',
          '\r\n',
          '\r',
          '\n',
          'content-length',
          ':',
          '5',
          'transfer-encoding',
          'chunked',
          'connection',
          'close',
          '0',
          ';',
          'é',
          '\0',
        ),
        { maxLength: 60 },
      )
      .map((words) => Buffer.from(words.join(''))),
    fc
      .tuple(responses, fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { minLength: 1, maxLength: 4 }))
      .map(([{ bytes }, changes]) => {
        const changed = Buffer.from(bytes)
        for (const [at, byte] of changes) changed[at % changed.length] = byte
        return changed
      }),
    fc
      .tuple(responses, responses, fc.nat(500), fc.nat(500))
      .map(([one, other, head, tail]) => Buffer.concat([one.bytes.subarray(0, head), other.bytes.subarray(tail)])),
  )

  test('it is an answer, waited for, or given up, and the same however it is split', () => {
    fc.assert(
      fc.property(noise, places, fc.boolean(), (bytes, cuts, closes) => {
        const whole = read([bytes], { closes })
        expect(['more', 'whole', 'broken']).toContain(whole.reading)
        expect(whole.body.length).toBeLessThanOrEqual(bytes.length)
        for (const pieces of [everyByte(bytes), cutAt(bytes, cuts)]) {
          const { reading, status, body } = read(pieces, { closes })
          if (whole.reading === 'whole')
            expect({ reading, status, body }).toMatchObject({
              reading: 'whole',
              status: whole.status,
              body: whole.body,
            })
          else expect(reading).toBe(whole.reading)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a reader that had enough can be handed more, and can start again', () => {
    fc.assert(
      fc.property(noise, noise, (one, other) => {
        const reader = new ResponseReader()
        for (const bytes of [one, other, one]) reader.push(bytes)
        reader.end()
        reader.body()
        reader.reset()
        expect(reader.push(Buffer.from('HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok'))).toBe('whole')
        expect([reader.status, reader.body(), reader.keepsAlive]).toEqual([201, 'ok', true])
      }),
    )
  })

  test('interim responses, chunks and trailers without an end take no memory', () => {
    const endless = [
      ['', 'HTTP/1.1 100 Continue\r\n\r\n'],
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1;an=extension\r\nx\r\n'],
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n', 'one: more\r\n'],
    ]
    for (const [opening = '', again = ''] of endless) {
      const reader = new ResponseReader()
      reader.push(Buffer.from(opening))
      const piece = Buffer.from(again.repeat(2000))
      const before = process.memoryUsage.rss()
      for (let index = 0; index < 1000; index++) if (reader.push(piece) !== 'more') expect.unreachable()
      expect(reader.body().length).toBeLessThanOrEqual(1024 * 1024)
      expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024)
    }
  })
})
