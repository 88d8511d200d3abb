import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readYaml } from '../../src/operator/yaml-file.ts'
import { bookingApi } from '../../src/target/contract/compile.ts'
import { parseContract } from '../../src/target/contract/read-contract.ts'
import { Control } from '../../src/target/control.ts'
import { Calls } from '../../src/target/calls.ts'
import type { Fields, Session } from '../../src/target/booking-api.ts'
import { contractFrom, signedIn, type Parts } from './contract/contract-from.ts'
import { startTarget, type TargetName } from '../targets/start-target.ts'

/** A target, and all that a run does with it but for the burst. */
async function open(name: TargetName) {
  const { origin, database } = await startTarget(name, 'correct')
  const baseUrl = name === 'gigs' ? `${origin}/api` : origin
  const file = join(import.meta.dirname, '../targets', name, 'contract.yaml')
  const yaml = readYaml(readFileSync(file, 'utf8'), file)
  const contract = parseContract(yaml, { file, environment: { THEATRE_DB: database } })
  const control = new Control({ contract, baseUrl })
  const calls = new Calls({ baseUrl, atOnce: 8 })
  onTestFinished(async () => {
    await Promise.all([control.close(), calls.close()])
  })
  const api = bookingApi(contract, baseUrl)
  return {
    baseUrl,
    control,
    api,
    /** Makes accounts, and signs them in. */
    crowd: async (count: number): Promise<readonly Session[]> =>
      control.signIn(await control.createAccounts(count, 'crowd')),
    /** One user books by itself. */
    book: async (session: Session, event: Fields, seats: number, key: string) => {
      const errand = api.book({ user: await signedIn(api, session), event, seats, key, attempt: 1 })
      for (;;) {
        const outcome = errand.answered(await calls.send(errand.request()))
        if (outcome !== null) return outcome
      }
    },
    cancel: async (session: Session, event: Fields, reference: string) => {
      const errand = api.cancel?.({ user: await signedIn(api, session), event, reference })
      for (;;) {
        const outcome = errand?.answered(await calls.send(errand.request()))
        if (outcome !== null) return outcome
      }
    },
  }
}

const concert = { name: 'Concert', capacity: 200, waitlist: false }

describe.each<TargetName>(['gigs', 'vinyl', 'theatre'])('%s', (name) => {
  test('is set up, booked, looked at and read back', async () => {
    const { control, crowd, book, cancel, api } = await open(name)
    const event = await control.createEvent(concert)
    const [ana, ben] = await crowd(2)
    if (ana === undefined || ben === undefined) throw new Error('there are fewer than two accounts')
    expect(await control.look(event)).toMatchObject({ available: 200 })
    expect((await control.readLedger(event)).entries).toEqual([])

    const outcomes = [
      await book(ana, event, 2, 'k1'),
      await book(ben, event, 3, 'k2'),
      await book(ana, event, 900, 'k3'),
    ]
    expect(outcomes).toMatchObject([{ kind: 'booked' }, { kind: 'booked' }, { kind: 'soldOut' }])
    expect(await control.count(event)).toMatchObject({ available: 195 })
    const references = outcomes.flatMap((outcome) => (outcome.kind === 'booked' ? [outcome.reference] : []))
    const accounts = [ana, ben].map(({ fields }, index) => control.idOf(fields, index + 1))
    const { entries } = await control.readLedger(event)
    expect(entries).toMatchObject([
      { kind: 'booked', reference: references[0], userId: accounts[0], seats: 2 },
      { kind: 'booked', reference: references[1], userId: accounts[1], seats: 3 },
    ])
    expect(api.oddities()).toEqual([])

    if (api.cancel === null) return
    const reference = references[0] ?? ''
    // A stranger finds nothing to give back.
    expect(await cancel(ben, event, reference)).toEqual({ kind: 'gone' })
    expect(await cancel(ana, event, reference)).toEqual({ kind: 'cancelled', version: null })
    expect(await cancel(ana, event, reference)).toEqual({ kind: 'gone' })
    const { entries: rows } = await control.readLedger(event)
    expect(rows.map(({ kind, reference: row }) => [kind, row])).toEqual([
      ['booked', references[0]],
      ['cancelled', references[0]],
      ['booked', references[1]],
    ])
    expect(await control.count(event)).toMatchObject({ available: 197 })
  })

  test('is read back whole, however many pages that takes', async () => {
    const { control, crowd, book } = await open(name)
    const event = await control.createEvent(concert)
    const sessions = await crowd(20)
    await Promise.all(
      sessions.map(async (session, user) => {
        for (let time = 0; time < 6; time++) await book(session, event, 1, `k-${user}-${time}`)
      }),
    )
    const { entries } = await control.readLedger(event)
    expect(entries).toHaveLength(120)
    expect(new Set(entries.map(({ reference }) => reference)).size).toBe(120)
    expect(await control.count(event)).toMatchObject({ available: 80 })
  })

  test('keeps its events apart', async () => {
    const { control, crowd, book } = await open(name)
    const [session] = await crowd(1)
    const events = [await control.createEvent(concert), await control.createEvent(concert)]
    if (session === undefined) throw new Error('there is no account')
    for (const [index, event] of events.entries()) await book(session, event, index + 1, `k-${index}`)
    const ledgers = await Promise.all(events.map((event) => control.readLedger(event)))
    expect(ledgers.map(({ entries }) => entries.map(({ seats }) => seats))).toEqual([[1], [2]])
  })
})

test('an event that was there already is read without what it had before', async () => {
  const first = await open('gigs')
  const event = await first.control.createEvent(concert)
  const [session] = await first.crowd(1)
  if (session === undefined) throw new Error('there is no account')
  await first.book(session, event, 4, 'before')

  const contract = parseContract(
    readYaml(
      readFileSync(join(import.meta.dirname, '../targets/gigs/contract.yaml'), 'utf8').replace(
        /^event:\n/m,
        `event:\n  id: ${String(event['id'])}\n`,
      ),
      'gigs.yaml',
    ),
    { file: 'gigs.yaml', environment: {} },
  )
  const control = new Control({ contract, baseUrl: first.baseUrl })
  onTestFinished(() => control.close())
  const chosen = await control.createEvent(concert)
  expect(chosen).toMatchObject({ id: event['id'] })
  expect((await control.readLedger(chosen)).entries).toEqual([])
  await first.book(session, event, 1, 'after')
  expect((await control.readLedger(chosen)).entries).toMatchObject([{ seats: 1 }])
})

/** A server that answers each request as a test says. */
async function serve(answer: (request: IncomingMessage) => { status?: number; type?: string; body: string }) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    const { status = 200, type = 'application/json', body } = answer(request)
    request.resume().on('end', () => response.writeHead(status, { 'content-type': type }).end(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const baseUrl = `http://127.0.0.1:${address.port}/api`
  return {
    seen,
    control: (parts: Parts, environment: Readonly<Record<string, string>> = {}) => {
      const control = new Control({ contract: contractFrom(parts, environment), baseUrl })
      onTestFinished(() => control.close())
      return control
    },
    origin: `http://127.0.0.1:${address.port}`,
  }
}

const event = { id: 'e1', capacity: 20 }
const fields = "entries: '$.rows[*]', reference: $.id, seats: 1"
const row = (id: number) => ({ id })

describe('a ledger', () => {
  test('goes on as its answers say, by links too', async () => {
    const { control, seen } = await serve(({ url }) => {
      const next = url?.includes('page=2') === true ? null : '/api/ledger?page=2'
      return { body: JSON.stringify({ rows: [row(next === null ? 2 : 1)], next }) }
    })
    const rest = `ledger: { request: 'GET {{page}}', pages: { first: '/ledger', next: $.next }, ${fields} }`
    expect((await control({ rest }).readLedger(event)).entries).toMatchObject([{ reference: '1' }, { reference: '2' }])
    expect(seen).toEqual(['GET /api/ledger', 'GET /api/ledger?page=2'])
  })

  const counted = `ledger: { request: 'GET /ledger?page={{page}}', pages: { first: 1 }, ${fields} }`
  const linked = `ledger: { request: 'GET /ledger?page={{page}}', pages: { first: 1, next: $.next }, ${fields} }`
  test.each<[string, string, (page: string) => object]>([
    ['a page that leads back to itself', linked, (page) => ({ rows: [row(1)], next: page })],
    ['a page that leads back to the first', linked, (page) => ({ rows: [row(1)], next: page === '1' ? '2' : '1' })],
    ['a page that is asked for by a number', linked, () => ({ rows: [row(1)], next: 1 })],
    ['pages that are all the same', counted, (page) => ({ rows: [row(1)], page })],
  ])('with %s is given up on', async (_what, rest, answer) => {
    const { control, seen } = await serve(({ url = '' }) => ({
      body: JSON.stringify(answer(new URL(url, 'http://shop').searchParams.get('page') ?? '')),
    }))
    await expect(control({ rest }).readLedger(event)).rejects.toThrow(
      /^shop\.yaml:6:\d+: the page after [12] of the ledger leads back to itself$/,
    )
    expect(seen.length).toBeLessThanOrEqual(2)
  })

  const place = String.raw`shop\.yaml:6:\d+: `
  test.each<[string, { status?: number; type?: string; body: string }, RegExp]>([
    [
      'HTML instead of JSON',
      { type: 'text/html', body: '<html>Please log in</html>' },
      /ledger\.entries: \$\.rows\[\*\] matches nothing in what the ledger answered \(<html>Please log in<\/html>\)$/,
    ],
    ['errors with a 200', { body: '{"data":null,"errors":[{"message":"no"}]}' }, /matches nothing in what the ledger/],
    ['a body that breaks off', { body: '{"rows":[{"id":1},' }, /matches nothing in what the ledger answered/],
    ['nothing', { body: '' }, /matches nothing in what the ledger answered$/],
    ['rows without a reference', { body: '{"rows":[{}]}' }, /ledger\.reference is missing in a row of the ledger/],
  ])('that answers %s is told of, with its place', async (_what, answer, sentence) => {
    const { control } = await serve(() => answer)
    const rest = `ledger: { request: GET /ledger, ${fields} }`
    const reading = control({ rest }).readLedger(event)
    await expect(reading).rejects.toMatchObject({ name: 'MismatchError' })
    await expect(reading).rejects.toThrow(sentence)
    await expect(reading).rejects.toThrow(new RegExp(`^${place}`))
  })

  test('without a row is empty', async () => {
    const { control } = await serve(() => ({ body: '{"rows":[]}' }))
    expect((await control({ rest: `ledger: { request: GET /ledger, ${fields} }` }).readLedger(event)).entries).toEqual(
      [],
    )
  })

  test('that is refused says so, without secrets', async () => {
    const { control, origin } = await serve(({ url }) => ({ status: 500, body: `no ${url}: hu/sh` }))
    const rest = `ledger: { request: GET /ledger, query: { key: '\${KEY}' }, ${fields} }`
    await expect(control({ rest }, { KEY: 'hu/sh' }).readLedger(event)).rejects.toThrow(
      `GET ${origin}/api/ledger?key=*** answered 500 (no /api/ledger?key=***: ***)`,
    )
  })
})

describe('a step before the clock', () => {
  test('that does not show what it is to is a mismatch, with its place', async () => {
    const { control, origin } = await serve(() => ({ status: 201, body: '{"event":{}}' }))
    const parts = { event: 'event: { create: { request: POST /events, capture: { id: $.event.id } } }' }
    await expect(control(parts).createEvent(concert)).rejects.toMatchObject({
      name: 'MismatchError',
      message: `shop.yaml:4:58: $.event.id matches nothing in what POST ${origin}/api/events answered ({"event":{}})`,
    })
  })

  test('that is refused by a rule of the contract, though its status is good', async () => {
    const { control } = await serve(() => ({ body: '{"errors":[{"message":"no"}]}' }))
    const parts = {
      event: `event: { create: { request: POST /events, capture: { id: $.id }, answers: [{ json: { '$.errors': { exists: true } }, is: refused }] } }`,
    }
    await expect(control(parts).createEvent(concert)).rejects.toMatchObject({ name: 'AnswerError', status: 200 })
  })

  test('makes several accounts at once, or tells that it did not', async () => {
    const users = `users: { create: { request: POST /users, atOnce: 2, each: '$.users[*]', json: { n: '{{count}}' }, capture: { id: $.id } } }`
    const right = await serve(() => ({ status: 201, body: '{"users":[{"id":1},{"id":2}]}' }))
    expect(await right.control({ users }).createAccounts(4, 'p')).toEqual([{ id: 1 }, { id: 2 }, { id: 1 }, { id: 2 }])
    await expect(right.control({ users }).createAccounts(3, 'p')).rejects.toThrow('made 2 accounts when asked for 1')
  })

  test('is not needed where accounts are only drawn', async () => {
    const { control, seen } = await serve(() => ({ body: '' }))
    const users = "users: { values: { id: '{{prefix}}-{{number}}', age: 30 } }"
    expect(await control({ users }).createAccounts(2, 'p')).toEqual([
      { id: 'p-1', age: 30 },
      { id: 'p-2', age: 30 },
    ])
    expect(seen).toEqual([])
    await expect(control({ users: 'users: {}' }).createAccounts(2, 'p')).rejects.toMatchObject({ name: 'UsageError' })
  })
})

test('a counter of its own is asked instead of a look', async () => {
  const { control } = await serve(({ url }) => ({ body: url === '/api/counter' ? '{"gone":"5"}' : '{"left":20}' }))
  const parts = {
    event: 'event: { id: e1, look: { request: GET /event, available: $.left } }',
    rest: 'counter: { request: GET /counter, sold: $.gone }',
  }
  expect(await control(parts).count(event)).toEqual({ available: 15, version: null })
  expect(await control({ event: parts.event }).count(event)).toEqual({ available: 20, version: null })
  await expect(control({}).count(event)).rejects.toThrow('shop names no counter of seats')
  expect(await control({}).look(event)).toBeNull()
})
