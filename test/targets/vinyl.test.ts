import { expect, test } from 'vitest'
import { startTarget } from './start-target.ts'

interface Release {
  readonly id: string
  readonly stock: number
  readonly sold: number
  readonly revision: number
}

interface Order {
  readonly __typename: 'Order' | 'OutOfStock' | 'CartClosed'
  readonly number: string
  readonly customerId: string
  readonly quantity: number
  readonly revision: number
  readonly remaining: number
}

interface Orders {
  readonly edges: readonly { readonly cursor: string; readonly node: Order }[]
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
}

/** What answers carry: each the part that it is asked for. */
interface Data {
  readonly registerCustomer: { readonly id: string; readonly key: string }
  readonly createRelease: Release
  readonly release: Release
  readonly createCart: { readonly id: string }
  readonly startPayment: { readonly token: string }
  readonly checkout: Order
  readonly orders: Orders
}

interface Answer {
  readonly data: Data
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code: string } }[]
}

interface Cart {
  readonly customer: Data['registerCustomer']
  readonly cartId: string
  readonly payment: string
}

const addLine = `mutation ($cartId: ID!, $releaseId: ID!, $quantity: Int!) {
  addLine(cartId: $cartId, releaseId: $releaseId, quantity: $quantity) {
    __typename
    ... on Cart { id }
    ... on OutOfStock { available }
  }
}`
const startPayment = `mutation ($cartId: ID!) { startPayment(cartId: $cartId) { token } }`
const checkout = `mutation ($cartId: ID!, $payment: String!) {
  checkout(cartId: $cartId, payment: $payment) {
    __typename
    ... on Order { number quantity revision }
    ... on OutOfStock { available }
    ... on CartClosed { cartId }
  }
}`
const createRelease = `mutation ($stock: Int!) { createRelease(title: "Blue", stock: $stock) { id stock revision } }`
const listOrders = `query ($id: ID!, $first: Int!, $after: String) {
  orders(releaseId: $id, first: $first, after: $after) {
    edges { cursor node { number customerId quantity revision remaining } }
    pageInfo { endCursor hasNextPage }
  }
}`

async function openVinyl(variant: string, args: readonly string[] = []) {
  const { origin } = await startTarget('vinyl', variant, args)

  async function post(body: string, headers: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    return JSON.parse(await response.text())
  }
  const ask = (query: string, variables: object = {}, headers = {}) =>
    post(JSON.stringify({ query, variables }), headers)
  const asAdmin = (query: string, variables?: object) => ask(query, variables, { 'x-admin-key': 'vinyl-admin' })
  const as = ({ key }: { key: string }, query: string, variables?: object) =>
    ask(query, variables, { 'x-customer-key': key })

  async function addCustomer() {
    const { data } = await asAdmin('mutation { registerCustomer(name: "Ana") { id key } }')
    return data.registerCustomer
  }

  return {
    post,
    ask,
    as,
    asAdmin,
    addCustomer,

    /** @returns its id */
    async addRelease(stock: number): Promise<string> {
      const { data } = await asAdmin(createRelease, { stock })
      return data.createRelease.id
    },

    /** Goes as far as the payment, so that only the checkout is left. */
    async fillCart(releaseId: string, quantity = 1): Promise<Cart> {
      const customer = await addCustomer()
      const cart = await as(customer, 'mutation { createCart { id } }')
      const cartId = cart.data.createCart.id
      await as(customer, addLine, { cartId, releaseId, quantity })
      const { data } = await as(customer, startPayment, { cartId })
      return { customer, cartId, payment: data.startPayment.token }
    },

    async checkOut({ customer, cartId, payment }: Cart): Promise<Order> {
      const { data } = await as(customer, checkout, { cartId, payment })
      return data.checkout
    },

    async release(id: string): Promise<Release> {
      const { data } = await ask('query ($id: ID!) { release(id: $id) { id stock sold revision } }', { id })
      return data.release
    },

    /** The orders of a release, from all pages. */
    async orders(id: string): Promise<readonly Order[]> {
      const found: Order[] = []
      for (let after: string | null = null, isMore = true; isMore;) {
        const { data }: Answer = await asAdmin(listOrders, { id, first: 30, after })
        found.push(...data.orders.edges.map(({ node }) => node))
        after = data.orders.pageInfo.endCursor
        isMore = data.orders.pageInfo.hasNextPage
      }
      return found
    },
  }
}

type Vinyl = Awaited<ReturnType<typeof openVinyl>>

/** All carts are ready when the first of them is checked out. */
async function drop(vinyl: Vinyl, releaseId: string, customers: number, quantity = 1): Promise<readonly Order[]> {
  const carts = await Promise.all(Array.from({ length: customers }, () => vinyl.fillCart(releaseId, quantity)))
  return Promise.all(carts.map((cart) => vinyl.checkOut(cart)))
}

const placed = (answers: readonly Order[]) => answers.filter(({ __typename: type }) => type === 'Order')
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions?.code

test('a customer fills a cart, pays, checks out, and is listed', async () => {
  const vinyl = await openVinyl('correct')
  const release = await vinyl.asAdmin(createRelease, { stock: 20 })
  expect(release).toEqual({ data: { createRelease: { id: '1', stock: 20, revision: 1 } } })
  const ana = await vinyl.addCustomer()
  const { data } = await vinyl.as(ana, 'mutation { createCart { id } }')
  const cartId = data.createCart.id
  const line = await vinyl.as(ana, addLine, { cartId, releaseId: '1', quantity: 3 })
  expect(line).toEqual({ data: { addLine: { __typename: 'Cart', id: cartId } } })
  const payment = (await vinyl.as(ana, startPayment, { cartId })).data.startPayment.token

  const order = { number: 'VIN-1001', quantity: 3, revision: 2 }
  expect(await vinyl.as(ana, checkout, { cartId, payment })).toEqual({
    data: { checkout: { __typename: 'Order', ...order } },
  })
  expect(await vinyl.release('1')).toEqual({ id: '1', stock: 17, sold: 3, revision: 2 })
  expect(await vinyl.orders('1')).toEqual([{ ...order, customerId: ana.id, remaining: 17 }])
})

test('whoever may not ask is told so', async () => {
  const vinyl = await openVinyl('correct', ['--admin-key', 'another'])
  for (const query of [
    'mutation { registerCustomer(name: "Ana") { id } }',
    'mutation { createRelease(title: "Blue", stock: 1) { id } }',
    '{ orders(releaseId: "1", first: 1) { edges { cursor } } }',
  ]) {
    expect(codeOf(await vinyl.asAdmin(query))).toBe('FORBIDDEN')
  }
  for (const query of [
    'mutation { createCart { id } }',
    'mutation { addLine(cartId: "1", releaseId: "1", quantity: 1) { __typename } }',
    'mutation { startPayment(cartId: "1") { token } }',
    'mutation { checkout(cartId: "1", payment: "x") { __typename } }',
  ]) {
    expect(codeOf(await vinyl.as({ key: 'made-up' }, query))).toBe('UNAUTHENTICATED')
    expect(codeOf(await vinyl.ask(query))).toBe('UNAUTHENTICATED')
  }
  const register = 'mutation { registerCustomer(name: "Ana") { id } }'
  expect(await vinyl.ask(register, {}, { 'x-admin-key': 'another' })).toEqual({
    data: { registerCustomer: { id: '1' } },
  })
})

test('what is not there or not right is refused', async () => {
  const vinyl = await openVinyl('correct')
  const releaseId = await vinyl.addRelease(5)
  const { customer, cartId, payment } = await vinyl.fillCart(releaseId)
  const empty = (await vinyl.as(customer, 'mutation { createCart { id } }')).data.createCart.id
  const ben = await vinyl.addCustomer()
  const line = { cartId, releaseId, quantity: 1 }

  expect(codeOf(await vinyl.asAdmin(createRelease, { stock: 0 }))).toBe('BAD_USER_INPUT')
  expect(codeOf(await vinyl.asAdmin(listOrders, { id: '9', first: 1 }))).toBe('NOT_FOUND')
  expect(codeOf(await vinyl.asAdmin(listOrders, { id: releaseId, first: 101 }))).toBe('BAD_USER_INPUT')
  expect(await vinyl.ask('{ release(id: "9") { id } }')).toEqual({ data: { release: null } })
  expect(codeOf(await vinyl.as(ben, addLine, line))).toBe('NOT_FOUND')
  expect(codeOf(await vinyl.as(ben, startPayment, { cartId }))).toBe('NOT_FOUND')
  expect(codeOf(await vinyl.as(ben, checkout, { cartId, payment }))).toBe('NOT_FOUND')
  expect(codeOf(await vinyl.as(customer, addLine, { ...line, releaseId: '9' }))).toBe('NOT_FOUND')
  expect(codeOf(await vinyl.as(customer, addLine, { ...line, quantity: 0 }))).toBe('BAD_USER_INPUT')
  expect(await vinyl.as(customer, addLine, { ...line, quantity: 6 })).toEqual({
    data: { addLine: { __typename: 'OutOfStock', available: 5 } },
  })
  expect(codeOf(await vinyl.as(customer, startPayment, { cartId: empty }))).toBe('CART_EMPTY')
  expect(codeOf(await vinyl.as(customer, checkout, { cartId: empty, payment }))).toBe('BAD_PAYMENT')
  expect(codeOf(await vinyl.as(customer, checkout, { cartId, payment: 'made-up' }))).toBe('BAD_PAYMENT')
  expect(await vinyl.release(releaseId)).toEqual({ id: releaseId, stock: 5, sold: 0, revision: 1 })

  expect((await vinyl.ask('{ nonsense }')).errors).toHaveLength(1)
  expect((await vinyl.ask('{ not even a query')).errors).toHaveLength(1)
  expect((await vinyl.post('not JSON', {})).errors).toHaveLength(1)
})

test.each(['correct', 'check-at-cart', 'check-then-act'])(
  '%s: a cart that is checked out twenty times at once is one order',
  async (variant) => {
    const vinyl = await openVinyl(variant)
    const releaseId = await vinyl.addRelease(50)
    const cart = await vinyl.fillCart(releaseId, 2)
    const answers = await Promise.all(Array.from({ length: 20 }, () => vinyl.checkOut(cart)))
    expect(placed(answers)).toHaveLength(1)
    expect(await vinyl.checkOut(cart)).toEqual({ __typename: 'CartClosed', cartId: cart.cartId })
    const line = { cartId: cart.cartId, releaseId, quantity: 1 }
    expect(codeOf(await vinyl.as(cart.customer, addLine, line))).toBe('CART_CLOSED')
    expect(await vinyl.release(releaseId)).toEqual({ id: releaseId, stock: 48, sold: 2, revision: 2 })
  },
)

test('correct: of 200 carts exactly 20 get the 20 copies, each with a revision of its own', async () => {
  const vinyl = await openVinyl('correct')
  const releaseId = await vinyl.addRelease(20)
  const answers = await drop(vinyl, releaseId, 200)
  expect(placed(answers)).toHaveLength(20)
  expect(answers).toContainEqual({ __typename: 'OutOfStock', available: 0 })
  expect(await vinyl.release(releaseId)).toEqual({ id: releaseId, stock: 0, sold: 20, revision: 21 })
  const orders = await vinyl.orders(releaseId)
  expect(orders.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2))
  expect(orders.map(({ remaining }) => remaining)).toEqual(Array.from({ length: 20 }, (_, index) => 19 - index))
  expect(new Set(orders.map(({ number }) => number))).toEqual(new Set(placed(answers).map(({ number }) => number)))
})

test('correct: an order is for the whole line or for nothing, and the cart stays open', async () => {
  const vinyl = await openVinyl('correct')
  const releaseId = await vinyl.addRelease(20)
  const late = await vinyl.fillCart(releaseId, 3)
  expect(placed(await drop(vinyl, releaseId, 50, 3))).toHaveLength(6)
  expect(await vinyl.checkOut(late)).toEqual({ __typename: 'OutOfStock', available: 2 })
  await vinyl.as(late.customer, addLine, { cartId: late.cartId, releaseId, quantity: 2 })
  expect(await vinyl.checkOut(late)).toMatchObject({ __typename: 'Order', quantity: 2, revision: 8 })
})

test('check-at-cart: 200 carts that are ready get more copies than there are', async () => {
  const vinyl = await openVinyl('check-at-cart')
  const releaseId = await vinyl.addRelease(20)
  expect(placed(await drop(vinyl, releaseId, 200))).toHaveLength(200)
  expect(await vinyl.release(releaseId)).toEqual({ id: releaseId, stock: -180, sold: 200, revision: 201 })
  const { customer, cartId } = await vinyl.fillCart(await vinyl.addRelease(1))
  expect(await vinyl.as(customer, addLine, { cartId, releaseId, quantity: 1 })).toEqual({
    data: { addLine: { __typename: 'OutOfStock', available: -180 } },
  })
})

test('check-then-act: of 200 orders some overwrite what others wrote', async () => {
  const vinyl = await openVinyl('check-then-act')
  const releaseId = await vinyl.addRelease(20)
  const sold = placed(await drop(vinyl, releaseId, 200)).length
  expect(sold).toBeGreaterThan(20)
  const orders = await vinyl.orders(releaseId)
  expect(orders).toHaveLength(sold)
  expect(new Set(orders.map(({ revision }) => revision)).size).toBeLessThan(sold)
  const release = await vinyl.release(releaseId)
  expect(release.sold).toBe(sold)
  expect(release.stock + release.sold).toBeGreaterThan(20)
})
