// A calendar of gigs that sells tickets: a REST API over SQLite, in a process of its own.
//
//     node server.js --port 0 --variant correct [--db FILE] [--api-key KEY] [--limit N] [--until-stdin-closes]
//
// correct         pays first, then takes the seats with one guarded UPDATE
// check-then-act  looks at what remains, pays, and takes the seats without looking again: it oversells
// queued          answers every order at once as pending; a queue decides a moment later, guarded as above

import Database from 'better-sqlite3'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    variant: { type: 'string', default: 'correct' },
    db: { type: 'string' },
    'api-key': { type: 'string', default: 'gigs-admin' },
    limit: { type: 'string', default: 'Infinity' },
    'until-stdin-closes': { type: 'boolean', default: false },
  },
})
if (!['correct', 'check-then-act', 'queued'].includes(options.variant)) {
  process.stderr.write(`no such variant: ${options.variant}\n`)
  process.exit(2)
}

// ---- the database

const folder = options.db === undefined ? mkdtempSync(join(tmpdir(), 'gigs-')) : undefined
const db = new Database(options.db ?? join(folder, 'gigs.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')
db.exec(`
  CREATE TABLE IF NOT EXISTS customer (id INTEGER PRIMARY KEY, email TEXT UNIQUE, salt TEXT, hash TEXT);
  CREATE TABLE IF NOT EXISTS session (token TEXT PRIMARY KEY, customer_id INTEGER);
  CREATE TABLE IF NOT EXISTS gig (id INTEGER PRIMARY KEY, title TEXT, capacity INTEGER, remaining INTEGER);
  CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY, number TEXT UNIQUE, gig_id INTEGER, customer_id INTEGER, quantity INTEGER,
    status TEXT DEFAULT 'paid', request_id TEXT, created_at TEXT,
    UNIQUE (gig_id, customer_id, request_id)
  );
`)
const addCustomer = db.prepare('INSERT INTO customer (email, salt, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
const customerByEmail = db.prepare('SELECT id, salt, hash FROM customer WHERE email = ?')
const addSession = db.prepare('INSERT INTO session VALUES (?, ?)')
const customerByToken = db.prepare('SELECT customer_id FROM session WHERE token = ?').pluck()
const addGig = db.prepare('INSERT INTO gig (title, capacity, remaining) VALUES (?, ?, ?)')
const gigById = db.prepare('SELECT id, title, capacity, remaining FROM gig WHERE id = ?')
const guard = options.variant === 'check-then-act' ? '' : 'AND remaining >= @quantity'
const takeSeats = db.prepare(`UPDATE gig SET remaining = remaining - @quantity WHERE id = @gig_id ${guard}`)
const giveBack = db.prepare('UPDATE gig SET remaining = remaining + @quantity WHERE id = @gig_id')
const addOrder = db.prepare(`
  INSERT INTO orders (number, gig_id, customer_id, quantity, request_id, created_at)
  VALUES (@number, @gig_id, @customer_id, @quantity, @request_id, @created_at)
`)
const orderByNumber = db.prepare('SELECT * FROM orders WHERE number = ?')
const orderByRequest = db.prepare(`
  SELECT number, gig_id, customer_id, quantity FROM orders
   WHERE gig_id = @gig_id AND customer_id = @customer_id AND request_id = @request_id
`)
const markCancelled = db.prepare(`UPDATE orders SET status = 'cancelled' WHERE number = ? AND status = 'paid'`)
const countOrders = db.prepare('SELECT count(*) FROM orders WHERE gig_id = ?').pluck()
const pageOfOrders = db.prepare(`
  SELECT number, customer_id, quantity, status, request_id, created_at FROM orders
   WHERE gig_id = ? ORDER BY id LIMIT ? OFFSET ?
`)

let lastNumber = Number(db.prepare('SELECT coalesce(max(substr(number, 3) + 0), 0) FROM orders').pluck().get())
const nextNumber = () => `G-${String((lastNumber += 1)).padStart(5, '0')}`

/** Writes an order that was paid for, or finds the one that its request brought about before. Sold out: undefined. */
const settle = db.transaction((order) => {
  const earlier = orderByRequest.get(order)
  if (earlier) return { status: 200, order: earlier }
  if (takeSeats.run(order).changes === 0) return undefined
  const number = order.number ?? nextNumber()
  addOrder.run({ ...order, number, created_at: new Date().toISOString() })
  const { gig_id, customer_id, quantity } = order
  return { status: 201, order: { number, gig_id, customer_id, quantity } }
})

/** Only the first cancellation of an order changes its row, so only that one gives seats back. */
const cancel = db.transaction((order) => {
  if (markCancelled.run(order.number).changes === 0) return false
  giveBack.run(order)
  return true
})

// ---- payments: a listener of its own, as the payment provider of a shop is a server elsewhere

const bankThinksMs = 20
const payments = http.createServer((request, response) => {
  request.resume().on('end', () => setTimeout(() => response.writeHead(201).end(), bankThinksMs))
})
// Idle connections stay: closing one at the moment of its next use would look like a declined payment.
payments.keepAliveTimeout = 0
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 })

/** Authorises, which takes no money yet: an authorisation that is never captured lapses by itself. */
const authorise = (order, done) => {
  const to = { host: '127.0.0.1', port: payments.address().port, agent, method: 'POST', path: '/authorisations' }
  http
    .request(to, (response) => response.resume().on('end', () => done(response.statusCode !== 201)))
    .on('error', () => done(true))
    .end(JSON.stringify({ customer: order.customer_id, quantity: order.quantity }))
}

// ---- the queue, for `queued`: whoever came first is decided first, 200 to 300 ms after they came

const queue = new Map()
const keyOf = ({ gig_id, customer_id, request_id }) => JSON.stringify([gig_id, customer_id, request_id])

const enqueue = (order) => {
  const twin = order.request_id && queue.get(keyOf(order))
  if (twin) return twin.number
  const entry = { ...order, number: nextNumber(), due: Date.now() + 200, isDeclined: undefined }
  queue.set(order.request_id ? keyOf(order) : entry.number, entry)
  authorise(entry, (isDeclined) => (entry.isDeclined = isDeclined))
  return entry.number
}

const decide = () => {
  for (const [key, entry] of queue) {
    if (Date.now() < entry.due || entry.isDeclined === undefined) return
    if (!entry.isDeclined) settle(entry)
    queue.delete(key)
  }
}

// ---- handlers: each is given a call and a reply(status, body, headers)

const failure = (type, more) => ({ error: { type, ...more } })
const invalid = (field) => failure('invalid', { field })
const isText = (value) => typeof value === 'string' && value.length > 0 && value.length <= 200
const isCount = (value) => Number.isSafeInteger(value) && value >= 1
// One round of SHA-256: guests come in hundreds at once, and a slow hash would make the log-in the bottleneck. Their
// passwords guard a gig ticket on a test machine; for real ones, take scrypt.
const hashOf = (salt, password) => createHash('sha256').update(`${salt} ${password}`).digest('hex')

const asAdmin = (handler) => (call, reply) =>
  call.headers['x-api-key'] === options['api-key'] ? handler(call, reply) : reply(401, failure('unauthorized'))

const asCustomer = (handler) => (call, reply) => {
  const [, token = ''] = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '') ?? []
  const customer = customerByToken.get(token)
  return customer === undefined ? reply(401, failure('unauthorized')) : handler({ ...call, customer }, reply)
}

const minutes = new Map()
const atMost = (limit, handler) => (call, reply) => {
  const now = Date.now()
  const last = minutes.get(call.customer)
  const minute = last && now < last.end ? last : { end: now + 60_000, count: 0 }
  minutes.set(call.customer, minute)
  minute.count += 1
  return minute.count > limit ? reply(429, 'Slow down', { 'retry-after': '1' }) : handler(call, reply)
}

const createCustomer = ({ body: { email, password } }, reply) => {
  if (!isText(email) || !isText(password)) return reply(400, invalid('email or password'))
  const salt = randomBytes(8).toString('hex')
  const { changes, lastInsertRowid } = addCustomer.run(email, salt, hashOf(salt, password))
  return changes === 0 ? reply(409, failure('email_taken')) : reply(201, { customer: { id: lastInsertRowid } })
}

const createSession = ({ body: { email, password } }, reply) => {
  const customer = customerByEmail.get(String(email))
  if (customer?.hash !== hashOf(customer?.salt, password)) return reply(401, failure('bad_credentials'))
  const token = randomBytes(16).toString('hex')
  addSession.run(token, customer.id)
  return reply(201, { session: { token, customer_id: customer.id } })
}

const createGig = ({ body: { title, capacity } }, reply) => {
  if (!isText(title) || !isCount(capacity)) return reply(400, invalid('title or capacity'))
  return reply(201, { gig: gigById.get(addGig.run(title, capacity, capacity).lastInsertRowid) })
}

const showGig = ({ id }, reply) => {
  const gig = gigById.get(id)
  return gig ? reply(200, { gig }) : reply(404, failure('not_found'))
}

const createOrder = ({ id, customer, body: { quantity }, headers }, reply) => {
  const gig = gigById.get(id)
  if (!gig) return reply(404, failure('not_found'))
  if (!isCount(quantity)) return reply(400, invalid('quantity'))
  const order = { gig_id: gig.id, customer_id: customer, quantity, request_id: headers['x-request-id'] || null }
  const earlier = orderByRequest.get(order)
  if (earlier) return reply(200, { order: earlier })
  if (options.variant === 'queued') return reply(202, { order: { number: enqueue(order), status: 'pending' } })
  if (gig.remaining < quantity) return reply(422, failure('sold_out'))
  return authorise(order, (isDeclined) => {
    if (isDeclined) return reply(502, failure('payment_failed'))
    const settled = settle(order)
    return settled ? reply(settled.status, { order: settled.order }) : reply(422, failure('sold_out'))
  })
}

const cancelOrder = ({ id, customer }, reply) => {
  const order = orderByNumber.get(id)
  if (order?.customer_id !== customer) return reply(404, failure('not_found'))
  return cancel(order) ? reply(204) : reply(410, failure('cancelled_already'))
}

const listOrders = ({ id, query }, reply) => {
  const [page, perPage] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 100)]
  if (!gigById.get(id)) return reply(404, failure('not_found'))
  if (!isCount(page) || !isCount(perPage) || perPage > 100) return reply(400, invalid('page or per_page'))
  const pages = Math.max(1, Math.ceil(countOrders.get(id) / perPage))
  return reply(200, { orders: pageOfOrders.all(id, perPage, (page - 1) * perPage), page, pages })
}

// ---- HTTP

const routes = [
  ['POST', /^\/api\/customers$/, createCustomer],
  ['POST', /^\/api\/sessions$/, createSession],
  ['POST', /^\/api\/gigs$/, asAdmin(createGig)],
  ['GET', /^\/api\/gigs\/(\d+)$/, showGig],
  ['POST', /^\/api\/gigs\/(\d+)\/orders$/, asCustomer(atMost(Number(options.limit), createOrder))],
  ['GET', /^\/api\/gigs\/(\d+)\/orders$/, asAdmin(listOrders)],
  ['DELETE', /^\/api\/orders\/(G-\d+)$/, asCustomer(cancelOrder)],
]

/** What a body says, or undefined where it is not an object in JSON. */
const parsed = (text) => {
  try {
    const body = JSON.parse(text || '{}')
    return typeof body === 'object' && body !== null ? body : undefined
  } catch {
    return undefined
  }
}

const readBody = (request, done) => {
  let text = ''
  request.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  request.on('end', () => done(parsed(text)))
}

const replyTo =
  (response) =>
  (status, body, headers = {}) => {
    const isJson = typeof body === 'object'
    response.writeHead(status, {
      ...(body && { 'content-type': isJson ? 'application/json' : 'text/plain' }),
      ...headers,
    })
    response.end(isJson ? JSON.stringify(body) : body)
  }

const server = http.createServer((request, response) => {
  const { method, headers } = request
  const [pathname, search] = request.url.split('?')
  const reply = replyTo(response)
  readBody(request, (body) => {
    const [, path, handler] = routes.find((route) => route[0] === method && route[1].test(pathname)) ?? []
    if (!handler) return reply(404, failure('not_found'))
    if (!body) return reply(400, invalid('body'))
    return handler({ id: path.exec(pathname)[1], query: new URLSearchParams(search), body, headers }, reply)
  })
})
// Whoever waits for the doors to open keeps their connection for a while without a word.
server.keepAliveTimeout = 120_000

const stop = () => {
  for (const each of [server, payments]) each.close().closeAllConnections()
  db.close()
  if (folder) rmSync(folder, { recursive: true })
  process.exit()
}
process.once('SIGTERM', stop).once('SIGINT', stop)
if (options['until-stdin-closes']) process.stdin.resume().once('close', stop)
if (options.variant === 'queued') setInterval(decide, 100)

payments.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, () => {
  server.listen({ host: '127.0.0.1', port: Number(options.port), backlog: 1024 }, () => {
    process.stdout.write(`http://127.0.0.1:${server.address().port}\n`)
  })
})
