import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface Booking {
  readonly user: string
  readonly key: string
}

/** How a target answers a booking: `book` writes one seat into its ledger and returns what a 201 says. */
export type Bookings = (
  booking: Booking,
  target: { book: (booking: Booking) => object },
  response: ServerResponse,
) => void

/**
 * A booking system in a style of its own, over real HTTP: it keeps the calls that prepare and read back a round, and
 * leaves to the test what it does with a booking.
 */
export async function foreignTarget(capacity: number, bookings: Bookings): Promise<string> {
  const event = { id: 'e1', name: 'sale', capacity, available: capacity, version: 1, waitlist: false }
  const entries: object[] = []
  const book = ({ user, key }: Booking) => {
    event.version++
    event.available--
    const { version, available } = event
    const reference = `EVT-${String(version).padStart(6, '0')}`
    entries.push({
      version,
      kind: 'booked',
      reference,
      userId: user,
      seats: 1,
      available,
      at: '2026-01-01T00:00:00Z',
      key,
    })
    return { reference, eventId: event.id, userId: user, seats: 1, version }
  }
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? ''
      if (path.includes('users:batch')) return send(response, 201, { users: accounts(body) })
      if (path.includes('/ledger')) return send(response, 200, { event, entries, next: null })
      if (path.includes('/events')) return send(response, request.method === 'POST' ? 201 : 200, event)
      const user = String(request.headers.authorization).slice('Bearer '.length)
      return bookings({ user, key: String(request.headers['idempotency-key']) }, { book }, response)
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

export function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function accounts(body: string): readonly object[] {
  const { count }: { count: number } = JSON.parse(body)
  return Array.from({ length: count }, (_, user) => ({ id: `u${user}`, email: 'a@b', name: 'u', token: `u${user}` }))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}
