import { Agent, request, type Dispatcher } from 'undici'
import { z } from 'zod'
import { eventId, reference, userId } from '../../../src/booking/event.ts'
import { ledgerKinds } from '../../../src/booking/ledger.ts'

const event = z.strictObject({
  id: z.string().transform(eventId),
  name: z.string(),
  capacity: z.int(),
  available: z.int(),
  version: z.int(),
  waitlist: z.boolean(),
})

const user = z.strictObject({
  id: z.string().transform(userId),
  email: z.string(),
  name: z.string(),
  token: z.string(),
})

const page = z.strictObject({
  event,
  entries: z.array(
    z.strictObject({
      version: z.int(),
      kind: z.enum(ledgerKinds),
      reference: z.string().transform(reference),
      userId: z.string().transform(userId),
      seats: z.int(),
      available: z.int(),
      at: z.iso.datetime(),
      key: z.string().optional(),
    }),
  ),
  next: z.int().nullable(),
})

const booked = z.object({ reference: z.string(), version: z.int() })

export type TestEvent = z.infer<typeof event>
export type TestUser = z.infer<typeof user>
export type LedgerPage = z.infer<typeof page>

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

interface Request {
  readonly token?: string
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface ServerAddress {
  readonly url: string
  readonly adminToken: string
  readonly certificate: string | null
}

/** Speaks HTTP/1.1 to a server as its users and its admin do, over up to 200 connections at once. */
export class ApiClient {
  readonly #url: string
  readonly #adminToken: string
  readonly #agent: Agent

  constructor({ url, adminToken, certificate }: ServerAddress) {
    this.#url = url
    this.#adminToken = adminToken
    const trust = certificate === null ? {} : { connect: { ca: certificate } }
    this.#agent = new Agent({ connections: 200, pipelining: 1, ...trust })
  }

  async send(
    method: Dispatcher.HttpMethod,
    path: string,
    { token, body, headers = {} }: Request = {},
  ): Promise<Answer> {
    const response = await request(`${this.#url}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    })
    const text = await response.body.text()
    const isJson = String(response.headers['content-type']).includes('json')
    return { status: response.statusCode, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }

  asAdmin(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<Answer> {
    return this.send(method, path, { token: this.#adminToken, body })
  }

  async createEvent(capacity: number, waitlist = false): Promise<TestEvent> {
    const answer = await this.asAdmin('POST', '/events', { name: 'Concert', capacity, waitlist })
    return event.parse(answer.body)
  }

  async createUsers(count: number): Promise<readonly TestUser[]> {
    const answer = await this.asAdmin('POST', '/users:batch', { count, prefix: 'fan' })
    return z.object({ users: z.array(user) }).parse(answer.body).users
  }

  async createUser(): Promise<TestUser> {
    const [only] = await this.createUsers(1)
    if (only === undefined) throw new Error('no user was created')
    return only
  }

  async readEvent(id: string): Promise<TestEvent> {
    return event.parse((await this.send('GET', `/events/${id}`)).body)
  }

  book(token: string, id: string, seats: number, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('POST', '/bookings', { token, body: { eventId: id, seats }, headers })
  }

  /** Books where nothing stands in the way, or waits where somebody does. */
  async mustBook(token: string, id: string, seats: number): Promise<z.infer<typeof booked>> {
    return booked.parse((await this.book(token, id, seats)).body)
  }

  cancel(token: string, ref: string): Promise<Answer> {
    return this.send('DELETE', `/bookings/${ref}`, { token })
  }

  async readPage(id: string, query: string): Promise<LedgerPage> {
    return page.parse((await this.asAdmin('GET', `/events/${id}/ledger${query}`)).body)
  }

  /** The whole ledger of an event, a page after the other. */
  async readLedger(id: string, limit = 1000): Promise<LedgerPage['entries']> {
    const entries: LedgerPage['entries'] = []
    for (let after: number | null = 0; after !== null;) {
      const next: LedgerPage = await this.readPage(id, `?after=${after}&limit=${limit}`)
      entries.push(...next.entries)
      after = next.next
    }
    return entries
  }

  close(): Promise<void> {
    return this.#agent.destroy()
  }
}
