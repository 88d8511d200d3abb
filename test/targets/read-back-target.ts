import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** An event as the target shows it. */
export interface ShownEvent {
  readonly id: string
  readonly name: string
  readonly capacity: number
  readonly available: number
  readonly version: number
  readonly waitlist: boolean
}

interface ShownEntry {
  readonly version: number
  readonly reference: string
  readonly userId: string
}

export interface ShownLedger {
  readonly event: ShownEvent
  readonly entries: readonly ShownEntry[]
}

export interface Answer {
  readonly status: number
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** In what a target differs from one that does everything right and lets itself be asked about it. */
export interface Manners {
  /** Whether it accepts a booking, having accepted so many; while it has seats where nothing is said. */
  readonly accepts?: (accepted: number, capacity: number) => boolean
  /** Turns away a request before it comes to the stock; `asked` of the event came before it. */
  readonly turnsAway?: (asked: number) => Answer | null
  /** Drops the connection instead of answering, having written the booking all the same. */
  readonly hangsUp?: (asked: number) => boolean
  /** How long after its answer a booking is written down; never where it is Infinity. */
  readonly writesAfterMs?: number
  /** What a look at the event shows. */
  readonly showsEvent?: (truth: ShownEvent, glance: Glance) => Answer
  /** What a read of the ledger shows. */
  readonly showsLedger?: (truth: ShownLedger, glance: Glance) => Answer
}

/** Which read of its kind of this event it is, from 0, and what the first one showed and when. */
interface Glance {
  readonly number: number
  readonly first: ShownLedger
  readonly sinceFirstMs: number
}

/** One event, sold the simple way: one request after the other. */
class Sale {
  event: ShownEvent
  entries: readonly ShownEntry[] = []
  asked = 0
  accepted = 0
  readonly #glances = new Map<string, { number: number; first: ShownLedger; firstMs: number }>()

  constructor(event: ShownEvent) {
    this.event = event
  }

  get ledger(): ShownLedger {
    return { event: this.event, entries: this.entries }
  }

  write(entry: { reference: string; userId: string; key: string }): number {
    const version = this.event.version + 1
    const available = this.event.available - 1
    this.event = { ...this.event, version, available }
    const written = { version, kind: 'booked', seats: 1, available, at: '2026-01-01T00:00:00Z', ...entry }
    this.entries = [...this.entries, written]
    return version
  }

  glance(kind: string): Glance {
    const known = this.#glances.get(kind) ?? { number: -1, first: this.ledger, firstMs: performance.now() }
    known.number += 1
    this.#glances.set(kind, known)
    return { number: known.number, first: known.first, sinceFirstMs: performance.now() - known.firstMs }
  }
}

/**
 * A booking system that sells correctly but for its manners, over real HTTP, and that anybody may read back. It is closed
 * when the test is finished.
 * @returns where its API starts
 */
export async function readBackTarget(manners: Manners = {}): Promise<string> {
  const sales = new Map<string, Sale>()
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const [path = ''] = (request.url ?? '').split('?')
      const sale = sales.get(path.split('/')[2] ?? '')
      if (path === '/users:batch') return send(response, { status: 201, body: { users: accounts(body) } })
      if (path === '/events') return send(response, { status: 201, body: open(sales, body) })
      if (path === '/bookings') return book(sales, manners, { request, body, response })
      if (!sale) return send(response, { status: 404 })
      return send(response, path.endsWith('/ledger') ? readLedger(sale, manners) : look(sale, manners))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function open(sales: Map<string, Sale>, body: string): ShownEvent {
  const { name, capacity, waitlist }: ShownEvent = JSON.parse(body)
  const event = { id: `e${sales.size}`, name, capacity, available: capacity, version: 1, waitlist }
  sales.set(event.id, new Sale(event))
  return event
}

interface Asking {
  readonly request: IncomingMessage
  readonly body: string
  readonly response: ServerResponse
}

function book(sales: ReadonlyMap<string, Sale>, manners: Manners, { request, body, response }: Asking): void {
  const { eventId }: { eventId: string } = JSON.parse(body)
  const sale = sales.get(eventId)
  if (!sale) return send(response, { status: 404 })
  const asked = sale.asked++
  const refusal = manners.turnsAway?.(asked)
  if (refusal) return send(response, refusal)
  const { accepts = hasSeats, writesAfterMs = 0 } = manners
  if (!accepts(sale.accepted, sale.event.capacity)) return send(response, { status: 409, body: { code: 'SOLD_OUT' } })
  const reference = `R${sale.accepted++}`
  const userId = String(request.headers.authorization).slice('Bearer '.length)
  const entry = { reference, userId, key: String(request.headers['idempotency-key']) }
  if (writesAfterMs > 0) {
    if (writesAfterMs < Infinity) void wait(writesAfterMs).then(() => sale.write(entry))
    return send(response, { status: 201, body: { reference, seats: 1 } })
  }
  const version = sale.write(entry)
  if (manners.hangsUp?.(asked)) response.destroy()
  else send(response, { status: 201, body: { reference, seats: 1, version } })
}

const hasSeats = (accepted: number, capacity: number): boolean => accepted < capacity

/** Users look at the event, too, while they wait for the gate: those looks show it as it is. */
function look(sale: Sale, { showsEvent }: Manners): Answer {
  const truth = sale.event
  if (!showsEvent || sale.asked === 0) return { status: 200, body: truth }
  return showsEvent(truth, sale.glance('look'))
}

function readLedger(sale: Sale, { showsLedger }: Manners): Answer {
  const glance = sale.glance('ledger')
  return showsLedger ? showsLedger(sale.ledger, glance) : { status: 200, body: whole(sale.ledger) }
}

/** A ledger on one page. */
export const whole = (ledger: ShownLedger): object => ({ ...ledger, next: null })

function send(response: ServerResponse, { status, body = {}, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function accounts(body: string): readonly object[] {
  const { count, prefix }: { count: number; prefix: string } = JSON.parse(body)
  return Array.from({ length: count }, (_, user) => {
    const id = `${prefix}-${user}`
    return { id, email: 'a@b', name: 'u', token: id }
  })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}
