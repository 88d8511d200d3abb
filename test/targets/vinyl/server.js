// A record shop with a cart, a payment and a checkout: GraphQL over SQLite, in a process of its own.
//
//     node server.js --port 0 --variant correct [--db FILE] [--admin-key KEY] [--until-stdin-closes]
//
// correct         checkout takes the stock after the payment, with one guarded UPDATE
// check-at-cart   stock is looked at when a line is added, and checkout trusts that: it oversells
// check-then-act  checkout writes the stock that it read before the payment, less its own: updates are lost
// held            addLine takes the stock, with one guarded UPDATE, and checkout turns it into an order
// held-unguarded  the same, but addLine has somebody look at the shelf, and writes the stock that it read before: it oversells

import Database from 'better-sqlite3'
import { buildSchema, execute, GraphQLError, parse, validate } from 'graphql'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'

const schema = buildSchema(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'))

class Store {
  #db

  constructor(file) {
    this.#db = new Database(file)
    this.#db.pragma('journal_mode = WAL')
    this.#db.pragma('synchronous = NORMAL')
    this.#db.exec(`
      CREATE TABLE IF NOT EXISTS customer (id INTEGER PRIMARY KEY, name TEXT, key TEXT UNIQUE);
      CREATE TABLE IF NOT EXISTS release (id INTEGER PRIMARY KEY, title TEXT, stock INTEGER, revision INTEGER DEFAULT 1);
      CREATE TABLE IF NOT EXISTS cart (
        id TEXT PRIMARY KEY, customer_id INTEGER, release_id INTEGER, quantity INTEGER, payment TEXT, closed INTEGER DEFAULT 0
      );
      CREATE TABLE IF NOT EXISTS placed_order (
        id INTEGER PRIMARY KEY, release_id INTEGER, customer_id INTEGER, quantity INTEGER, revision INTEGER, remaining INTEGER
      );
      CREATE INDEX IF NOT EXISTS orders_of_release ON placed_order (release_id);
    `)
  }

  rows(sql, ...values) {
    return this.#db.prepare(sql).all(...values)
  }

  row(sql, ...values) {
    return this.rows(sql, ...values)[0]
  }

  atomically(work) {
    return this.#db.transaction(work)()
  }
}

/** The payment provider: a listener of its own, which confirms a payment after a moment. */
class Payments {
  #server = createServer((request, response) => {
    request.resume().on('end', () => void wait(20).then(() => response.writeHead(204).end()))
  })
  #pool

  async open() {
    // Idle connections stay: closing one at the moment of its next use would look like a failed payment.
    this.#server.keepAliveTimeout = 0
    const origin = await listen(this.#server, 0)
    this.#pool = new Pool(origin, { connections: 200 })
  }

  async confirm(token) {
    const { statusCode, body } = await this.#pool.request({ method: 'PUT', path: `/payments/${token}` })
    await body.dump()
    if (statusCode !== 204) refuse('PAYMENT_FAILED', 'The payment was not confirmed')
  }
}

/** The fields of Query and Mutation, for variant `correct`. */
class Shop {
  constructor(store, payments) {
    this.store = store
    this.payments = payments
  }

  registerCustomer({ name }, caller) {
    mustBeAdmin(caller)
    return this.store.row('INSERT INTO customer (name, key) VALUES (?, ?) RETURNING id, key', name, randomUUID())
  }

  createRelease({ title, stock }, caller) {
    mustBeAdmin(caller)
    if (stock < 1) refuse('BAD_USER_INPUT', 'A release has at least one copy')
    const { id } = this.store.row('INSERT INTO release (title, stock) VALUES (?, ?) RETURNING id', title, stock)
    return this.release({ id })
  }

  release({ id }) {
    const release = this.store.row('SELECT id, title, stock, revision FROM release WHERE id = ?', id)
    const sum = 'SELECT coalesce(sum(quantity), 0) AS sold FROM placed_order WHERE release_id = ?'
    // A function, so that the orders are added up only for whoever asks for the field.
    return release && { ...release, sold: () => this.store.row(sum, release.id).sold }
  }

  createCart(_nothing, caller) {
    const insert = 'INSERT INTO cart (id, customer_id) VALUES (?, ?) RETURNING id'
    return this.store.row(insert, randomUUID(), customerOf(caller))
  }

  addLine({ cartId, releaseId, quantity }, caller) {
    this.cart(cartId, caller)
    if (quantity < 1) refuse('BAD_USER_INPUT', 'A line has at least one copy')
    const { stock } = this.release({ id: releaseId }) ?? refuse('NOT_FOUND', `There is no release ${releaseId}`)
    return stock < quantity ? outOfStock(stock) : this.fill(cartId, releaseId, quantity)
  }

  fill(cartId, releaseId, quantity) {
    const update = 'UPDATE cart SET release_id = ?, quantity = ? WHERE id = ? AND closed = 0 RETURNING id'
    const changed = this.store.row(update, releaseId, quantity, cartId)
    if (!changed) refuse('CART_CLOSED', 'The cart was checked out')
    return { __typename: 'Cart', ...changed }
  }

  startPayment({ cartId }, caller) {
    const cart = this.cart(cartId, caller)
    if (cart.release_id === null) refuse('CART_EMPTY', 'The cart has no line')
    const update = 'UPDATE cart SET payment = coalesce(payment, ?) WHERE id = ? RETURNING payment AS token'
    return this.store.row(update, randomUUID(), cartId)
  }

  async checkout({ cartId, payment }, caller) {
    const { closed, payment: started, release_id: releaseId, quantity } = this.cart(cartId, caller)
    if (closed) return { __typename: 'CartClosed', cartId }
    if (started === null || started !== payment) refuse('BAD_PAYMENT', 'The payment is not of this cart')
    const seen = this.release({ id: releaseId })
    if (!this.isWorthPaying(seen, quantity)) return outOfStock(seen.stock)
    await this.payments.confirm(payment)
    return this.store.atomically(() => {
      // Of two checkouts of one cart, the later finds it closed.
      if (this.cart(cartId, caller).closed) return { __typename: 'CartClosed', cartId }
      const taken = this.take(seen, quantity)
      if (!taken) return outOfStock(this.release(seen).stock)
      this.store.row('UPDATE cart SET closed = 1 WHERE id = ? RETURNING id', cartId)
      const insert = `
        INSERT INTO placed_order (release_id, customer_id, quantity, revision, remaining) VALUES (?, ?, ?, ?, ?) RETURNING *
      `
      const values = [seen.id, customerOf(caller), quantity, taken.revision, taken.stock]
      return { __typename: 'Order', ...this.order(this.store.row(insert, ...values)) }
    })
  }

  orders({ releaseId, first, after }, caller) {
    mustBeAdmin(caller)
    if (first < 1 || first > 100) refuse('BAD_USER_INPUT', 'first is from 1 to 100')
    if (!this.release({ id: releaseId })) refuse('NOT_FOUND', `There is no release ${releaseId}`)
    const select = 'SELECT * FROM placed_order WHERE release_id = ? AND id > ? ORDER BY id LIMIT ?'
    const found = this.store.rows(select, releaseId, Number(atob(after ?? '')), first + 1)
    const edges = found.slice(0, first).map((row) => ({ cursor: btoa(row.id), node: this.order(row) }))
    return { edges, pageInfo: { endCursor: edges.at(-1)?.cursor, hasNextPage: found.length > first } }
  }

  cart(id, caller) {
    const cart = this.store.row('SELECT * FROM cart WHERE id = ? AND customer_id = ?', id, customerOf(caller))
    return cart ?? refuse('NOT_FOUND', `There is no cart ${id}`)
  }

  order({ id, customer_id: customerId, quantity, revision, remaining }) {
    return { number: `VIN-${1000 + id}`, customerId, quantity, revision, remaining }
  }

  /** Nobody is made to pay for what is gone already. */
  isWorthPaying(seen, quantity) {
    return seen.stock >= quantity
  }

  /** Takes copies, if there still are so many. The WHERE clause is what keeps the shop from overselling. */
  take({ id }, quantity) {
    const update = `
      UPDATE release SET stock = stock - ?, revision = revision + 1 WHERE id = ? AND stock >= ? RETURNING stock, revision
    `
    return this.store.row(update, quantity, id, quantity)
  }
}

class ShopThatTrustsTheCart extends Shop {
  isWorthPaying() {
    return true
  }

  take({ id }, quantity) {
    const update = `
      UPDATE release SET stock = stock - ?, revision = revision + 1 WHERE id = ? RETURNING stock, revision
    `
    return this.store.row(update, quantity, id)
  }
}

class ShopThatWritesWhatItRead extends Shop {
  take({ id, stock, revision }, quantity) {
    const update = 'UPDATE release SET stock = ?, revision = ? WHERE id = ? RETURNING stock, revision'
    return this.store.row(update, stock - quantity, revision + 1, id)
  }
}

/** What is in a cart is out of the stock, and its release is at another revision for it. */
class ShopThatHolds extends Shop {
  addLine({ cartId, releaseId, quantity }, caller) {
    if (this.cart(cartId, caller).release_id !== null) refuse('CART_FULL', 'The cart keeps the line that it has')
    const seen = this.release({ id: releaseId }) ?? refuse('NOT_FOUND', `There is no release ${releaseId}`)
    return this.store.atomically(() =>
      super.take(seen, quantity) ? this.fill(cartId, releaseId, quantity) : outOfStock(seen.stock),
    )
  }

  isWorthPaying() {
    return true
  }

  /** The copies were taken when they came into the cart. */
  take({ id }) {
    return this.store.row('UPDATE release SET revision = revision + 1 WHERE id = ? RETURNING stock, revision', id)
  }
}

class ShopThatHoldsWhatItRead extends ShopThatHolds {
  async addLine({ cartId, releaseId, quantity }, caller) {
    this.cart(cartId, caller)
    const seen = this.release({ id: releaseId }) ?? refuse('NOT_FOUND', `There is no release ${releaseId}`)
    if (seen.stock < quantity) return outOfStock(seen.stock)
    // Somebody has to look whether they are on the shelf.
    await this.payments.confirm(cartId)
    const update = 'UPDATE release SET stock = ?, revision = revision + 1 WHERE id = ? RETURNING id'
    this.store.row(update, seen.stock - quantity, releaseId)
    return this.fill(cartId, releaseId, quantity)
  }
}

const shops = {
  correct: Shop,
  'check-at-cart': ShopThatTrustsTheCart,
  'check-then-act': ShopThatWritesWhatItRead,
  held: ShopThatHolds,
  'held-unguarded': ShopThatHoldsWhatItRead,
}

function outOfStock(available) {
  return { __typename: 'OutOfStock', available }
}

function refuse(code, message) {
  throw new GraphQLError(message, { extensions: { code } })
}

function mustBeAdmin({ isAdmin }) {
  if (!isAdmin) refuse('FORBIDDEN', 'This needs the header X-Admin-Key')
}

function customerOf({ customer }) {
  return customer?.id ?? refuse('UNAUTHENTICATED', 'This needs the header X-Customer-Key')
}

/** One endpoint, which answers 200 whatever happens: what went wrong stands in `errors`. */
class Endpoint {
  #documents = new Map()

  constructor(shop, store, adminKey) {
    this.shop = shop
    this.store = store
    this.adminKey = adminKey
  }

  async serve(request, response) {
    if (request.method !== 'POST' || request.url !== '/graphql') return response.writeHead(404).end()
    const answer = await this.answer(request).catch((error) => ({ errors: [{ message: error.message }] }))
    return response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer))
  }

  async answer(request) {
    const { 'x-admin-key': adminKey, 'x-customer-key': key } = request.headers
    const { query, variables, operationName } = JSON.parse(await text(request))
    const customer = this.store.row('SELECT id FROM customer WHERE key = ?', key)
    const contextValue = { isAdmin: adminKey === this.adminKey, customer }
    const { document, errors } = this.#read(String(query))
    if (errors.length > 0) return { errors }
    return execute({ schema, document, rootValue: this.shop, contextValue, variableValues: variables, operationName })
  }

  /** The pages of a shop ask the same few things over and over, and reading a query takes longer than answering it. */
  #read(query) {
    const known = this.#documents.get(query)
    if (known) return known
    const document = parse(query)
    const read = { document, errors: validate(schema, document) }
    if (this.#documents.size < 100) this.#documents.set(query, read)
    return read
  }
}

function listen(server, port) {
  return new Promise((resolve) => {
    server.once('listening', () => resolve(`http://127.0.0.1:${server.address().port}`))
    server.listen({ host: '127.0.0.1', port, backlog: 1024 })
  })
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      variant: { type: 'string', default: 'correct' },
      db: { type: 'string' },
      'admin-key': { type: 'string', default: 'vinyl-admin' },
      'until-stdin-closes': { type: 'boolean', default: false },
    },
  })
  if (!Object.hasOwn(shops, options.variant)) throw new Error(`no such variant: ${options.variant}`)
  const folder = options.db === undefined ? mkdtempSync(join(tmpdir(), 'vinyl-')) : undefined
  const store = new Store(options.db ?? join(folder, 'vinyl.db'))
  const payments = new Payments()
  await payments.open()
  const endpoint = new Endpoint(new shops[options.variant](store, payments), store, options['admin-key'])

  const server = createServer((request, response) => void endpoint.serve(request, response))
  // Whoever waits for a drop keeps their connection for a while without a word.
  server.keepAliveTimeout = 120_000

  const stop = () => {
    server.close().closeAllConnections()
    if (folder) rmSync(folder, { recursive: true })
    process.exit()
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  if (options['until-stdin-closes']) process.stdin.resume().once('close', stop)
  process.stdout.write(`${await listen(server, Number(options.port))}\n`)
}

await main()
