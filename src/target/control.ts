import { Agent, request } from 'undici'
import { z } from 'zod'
import { eventId, reference, userId, type EventId, type EventState } from '../booking/event.ts'
import { ledgerKinds, type Ledger, type LedgerEntry } from '../booking/ledger.ts'
import { AnswerError, TargetError, UnreachableError } from '../operator/errors.ts'
import { networkComplaint } from './network-complaint.ts'
import { retryAfterMs } from './retry-after.ts'

const eventSchema = z.object({
  id: z.string().transform(eventId),
  name: z.string(),
  capacity: z.int(),
  available: z.int(),
  version: z.int(),
  waitlist: z.boolean(),
})

const ledgerPageSchema = z.object({
  event: eventSchema,
  entries: z.array(
    z.object({
      version: z.int(),
      kind: z.enum(ledgerKinds),
      reference: z.string().transform(reference),
      userId: z.string().transform(userId),
      seats: z.int(),
      available: z.int(),
      at: z.string(),
      key: z.string().optional(),
    }),
  ),
  next: z.int().nullable(),
})

/** What a header can carry: the token travels in one. */
const printable = z.string().regex(/^[ -~]+$/)

const usersSchema = z.object({
  users: z.array(z.object({ id: z.string().transform(userId), email: z.string(), name: z.string(), token: printable })),
})

export interface ControlOptions {
  /** Ends the calls that prepare a round; what was played can still be read back after it. */
  readonly signal?: AbortSignal
  /** Where the API starts, such as `http://127.0.0.1:3000/api/v1`. */
  readonly baseUrl: string
  readonly adminToken: string | null
  /** The one certificate to trust, as PEM, instead of the usual authorities. */
  readonly certificate?: string | null
}

/**
 * The calls that prepare a round and read what became of it. None of them is part of the measured burst.
 * All throw {UnreachableError} where no answer comes, {AnswerError} where it is another status than promised, and
 * {TargetError} where it is not of the shape that the API promises.
 */
export class Control {
  readonly #base: string
  readonly #adminToken: string | null
  readonly #signal: AbortSignal | undefined
  readonly #agent: Agent

  constructor({ baseUrl, adminToken, certificate, signal }: ControlOptions) {
    this.#base = baseUrl.replace(/\/+$/, '')
    this.#adminToken = adminToken
    this.#signal = signal
    this.#agent = new Agent({
      connections: 2,
      connectTimeout: 5000,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
      ...(certificate ? { connect: { ca: certificate } } : {}),
    })
  }

  /** Whether the target knows a user's token; asked with a call that changes nothing. */
  async knowsToken(token: string): Promise<boolean> {
    const { status } = await this.#send('GET', '/bookings/EVT-000000', { token, signal: this.#signal })
    return status !== 401
  }

  /** Creates accounts, each with its token, in batches that the API accepts. */
  async createAccounts(count: number, prefix: string): Promise<z.infer<typeof usersSchema>['users']> {
    const accounts = []
    while (accounts.length < count) {
      const batch = Math.min(count - accounts.length, 10_000)
      const { users } = await this.#call('POST', '/users:batch', usersSchema, {
        body: { count: batch, prefix },
        signal: this.#signal,
      })
      if (users.length !== batch)
        throw new TargetError(`${this.#base} made ${users.length} accounts when asked for ${batch}`)
      accounts.push(...users)
    }
    return accounts
  }

  async createEvent(event: { name: string; capacity: number; waitlist: boolean }): Promise<EventState> {
    return this.#call('POST', '/events', eventSchema, { body: event, signal: this.#signal })
  }

  /** Looks at an event as anybody may. */
  async readEvent(id: EventId): Promise<EventState> {
    return this.#call('GET', `/events/${encodeURIComponent(id)}`, eventSchema)
  }

  /** Reads the whole ledger of an event, page by page. */
  async readLedger(id: EventId): Promise<Ledger> {
    const entries: LedgerEntry[] = []
    let after = 0
    for (;;) {
      const path = `/events/${encodeURIComponent(id)}/ledger?after=${after}&limit=5000`
      const page = await this.#call('GET', path, ledgerPageSchema)
      entries.push(...page.entries.map(({ key, ...entry }) => (key === undefined ? entry : { ...entry, key })))
      if (page.next === null || page.entries.length === 0) return { event: page.event, entries }
      if (page.next <= after) {
        throw new TargetError(`${this.#base}: the ledger's page after ${after} leads back to ${page.next}`)
      }
      after = page.next
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  async #call<Shape extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    shape: Shape,
    options: { body?: object; signal?: AbortSignal | undefined } = {},
  ): Promise<z.infer<Shape>> {
    const { text, ...answered } = await this.#send(method, path, { ...options, token: this.#adminToken })
    const { status } = answered
    if (status === 401 || status === 403) throw new AnswerError(this.#refusedAdmin(method, path, status), answered)
    if (status < 200 || status > 299)
      throw new AnswerError(`${method} ${this.#base}${path} answered ${status}${excerpt(text)}`, answered)
    const answer = shape.safeParse(parseJson(text))
    if (answer.success) return answer.data
    const [issue] = answer.error.issues
    const field = issue?.path.join('.') || 'the body'
    throw new TargetError(
      `${method} ${this.#base}${path} does not answer as the booking API promises: ${field}: ${issue?.message}${excerpt(text)}`,
    )
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    { token, body, signal }: { token: string | null; body?: object; signal?: AbortSignal | undefined },
  ): Promise<{ status: number; retryAfterMs: number | null; text: string }> {
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    }
    try {
      const answer = await request(`${this.#base}${path}`, {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        dispatcher: this.#agent,
        signal: signal ?? null,
      })
      const wait = answer.headers['retry-after']
      return {
        status: answer.statusCode,
        retryAfterMs: retryAfterMs(typeof wait === 'string' ? wait : undefined),
        text: await answer.body.text(),
      }
    } catch (error) {
      signal?.throwIfAborted()
      throw new UnreachableError(`${this.#base} cannot be reached: ${networkComplaint(error)}`)
    }
  }

  #refusedAdmin(method: string, path: string, status: number): string {
    const hint =
      this.#adminToken === null
        ? 'pass the admin token with --admin-token or BOOKLOAD_ADMIN_TOKEN'
        : 'the admin token is not the one it expects'
    return `${method} ${this.#base}${path} answered ${status}: ${hint}`
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const excerpt = (text: string): string => (text.trim() === '' ? '' : ` (${text.trim().slice(0, 120)})`)
