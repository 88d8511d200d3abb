import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startTarget } from './start-target.ts'

interface Order {
  readonly number: string
  readonly customer_id: number
  readonly quantity: number
  readonly status: string
  readonly request_id: string | null
}

/** What answers carry: each the part that it is asked for. */
interface Body {
  readonly session: { readonly token: string; readonly customer_id: number }
  readonly gig: { readonly id: number; readonly remaining: number }
  readonly order: Order
  readonly orders: readonly Order[]
  readonly pages: number
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Body
}

const admin = { 'x-api-key': 'gigs-admin' }
const soldOut = { status: 422, body: { error: { type: 'sold_out' } } }
const notFound = { status: 404, body: { error: { type: 'not_found' } } }
const unauthorized = { status: 401, body: { error: { type: 'unauthorized' } } }
const invalid = { status: 400, body: { error: { type: 'invalid' } } }

async function openGigs(variant: string, args: readonly string[] = []) {
  const { origin } = await startTarget('gigs', variant, args)

  async function ask(method: string, path: string, body?: unknown, headers: object = {}): Promise<Answer> {
    const init = { method, headers: { ...headers }, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${origin}${path}`, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: text.startsWith('{') && JSON.parse(text) }
  }

  return {
    ask,

    /** @returns the path of a new gig */
    async addGig(capacity: number): Promise<string> {
      const { body } = await ask('POST', '/api/gigs', { title: 'Low Tide', capacity }, admin)
      return `/api/gigs/${body.gig.id}`
    },

    async addCustomer(name: string): Promise<{ readonly id: number; readonly token: string }> {
      const account = { email: `${name}@example.org`, password: 'high tide' }
      await ask('POST', '/api/customers', account)
      const { body } = await ask('POST', '/api/sessions', account)
      return { id: body.session.customer_id, token: body.session.token }
    },

    order(gig: string, { token }: { token: string }, quantity: unknown = 1, requestId?: string): Promise<Answer> {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(requestId !== undefined && { 'x-request-id': requestId }),
      }
      return ask('POST', `${gig}/orders`, { quantity }, headers)
    },

    cancel: (number: string, { token }: { token: string }): Promise<Answer> =>
      ask('DELETE', `/api/orders/${number}`, undefined, { authorization: `Bearer ${token}` }),

    async remaining(gig: string): Promise<number> {
      const { body } = await ask('GET', gig)
      return body.gig.remaining
    },

    /** The orders of a gig, from all pages. */
    async orders(gig: string): Promise<readonly Order[]> {
      const found: Order[] = []
      for (let page = 1, pages = 1; page <= pages; page++) {
        const { body } = await ask('GET', `${gig}/orders?page=${page}&per_page=30`, undefined, admin)
        found.push(...body.orders)
        pages = body.pages
      }
      return found
    },
  }
}

type Gigs = Awaited<ReturnType<typeof openGigs>>

const crowd = (gigs: Gigs, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => gigs.addCustomer(`fan-${index}`)))

const countOf = (answers: readonly Answer[], wanted: number): number =>
  answers.filter(({ status }) => status === wanted).length

test('a customer registers, logs in, orders, and is listed', async () => {
  const gigs = await openGigs('correct')
  const account = { email: 'ana@example.org', password: 'high tide' }
  expect(await gigs.ask('POST', '/api/customers', account)).toMatchObject({
    status: 201,
    body: { customer: { id: 1 } },
  })
  const session = await gigs.ask('POST', '/api/sessions', account)
  expect(session).toMatchObject({ status: 201, body: { session: { customer_id: 1 } } })
  const gig = { id: 1, title: 'Low Tide', capacity: 20 }
  expect(await gigs.ask('POST', '/api/gigs', gig, admin)).toMatchObject({
    status: 201,
    body: { gig: { ...gig, remaining: 20 } },
  })

  const order = { number: 'G-00001', gig_id: 1, customer_id: 1, quantity: 3 }
  const answer = await gigs.order('/api/gigs/1', session.body.session, 3, 'first')
  expect(answer).toMatchObject({ status: 201, body: { order } })

  const shown = await gigs.ask('GET', '/api/gigs/1')
  expect(shown).toMatchObject({ status: 200, body: { gig: { ...gig, remaining: 17 } } })
  const { body } = await gigs.ask('GET', '/api/gigs/1/orders', undefined, admin)
  const created = { created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) }
  const listed = { number: 'G-00001', customer_id: 1, quantity: 3, status: 'paid', request_id: 'first', ...created }
  expect(body).toEqual({ orders: [listed], page: 1, pages: 1 })
})

test('what is not allowed, not there or not right is refused', async () => {
  const gigs = await openGigs('correct')
  const gig = await gigs.addGig(5)
  const ana = await gigs.addCustomer('ana')
  const stranger = { token: 'made-up' }
  expect(await gigs.ask('POST', '/api/customers', { email: 'ana@example.org', password: 'x' })).toMatchObject({
    status: 409,
    body: { error: { type: 'email_taken' } },
  })
  expect(await gigs.ask('POST', '/api/customers', { email: '' })).toMatchObject(invalid)
  for (const account of [{ email: 'ana@example.org', password: 'x' }, { email: 'ben@example.org' }, {}]) {
    expect(await gigs.ask('POST', '/api/sessions', account)).toMatchObject({
      status: 401,
      body: { error: { type: 'bad_credentials' } },
    })
  }
  expect(await gigs.ask('POST', '/api/gigs', { title: 'x', capacity: 1 })).toMatchObject(unauthorized)
  expect(await gigs.ask('GET', `${gig}/orders`, undefined, { 'x-api-key': 'x' })).toMatchObject(unauthorized)
  expect(await gigs.ask('POST', '/api/gigs', { title: 'x', capacity: 0 }, admin)).toMatchObject(invalid)
  expect(await gigs.ask('GET', `${gig}/orders?per_page=101`, undefined, admin)).toMatchObject(invalid)
  expect(await gigs.ask('GET', '/api/gigs/9')).toMatchObject(notFound)
  expect(await gigs.ask('GET', '/api/gigs/9/orders', undefined, admin)).toMatchObject(notFound)
  expect(await gigs.ask('GET', '/nowhere')).toMatchObject(notFound)
  expect(await gigs.ask('POST', '/api/sessions', 'not an object')).toMatchObject(invalid)

  expect(await gigs.order(gig, stranger)).toMatchObject(unauthorized)
  expect(await gigs.order('/api/gigs/9', ana)).toMatchObject(notFound)
  for (const quantity of [0, -1, 1.5, '1', null]) expect(await gigs.order(gig, ana, quantity)).toMatchObject(invalid)
  expect(await gigs.order(gig, ana, 6)).toMatchObject(soldOut)
  expect(await gigs.remaining(gig)).toBe(5)
})

test('the API key can be another', async () => {
  const gigs = await openGigs('correct', ['--api-key', 'another'])
  const gig = { title: 'Low Tide', capacity: 20 }
  expect(await gigs.ask('POST', '/api/gigs', gig, admin)).toMatchObject(unauthorized)
  expect(await gigs.ask('POST', '/api/gigs', gig, { 'x-api-key': 'another' })).toMatchObject({ status: 201 })
})

test('an order is cancelled by its owner, and gives its seats back once', async () => {
  const gigs = await openGigs('correct')
  const gig = await gigs.addGig(5)
  const [ana, ben] = [await gigs.addCustomer('ana'), await gigs.addCustomer('ben')]
  const { body } = await gigs.order(gig, ana, 2)
  const { number } = body.order

  expect(await gigs.cancel(number, { token: 'made-up' })).toMatchObject(unauthorized)
  expect(await gigs.cancel(number, ben)).toMatchObject(notFound)
  expect(await gigs.cancel('G-99999', ana)).toMatchObject(notFound)
  expect(await gigs.remaining(gig)).toBe(3)

  const answers = await Promise.all(Array.from({ length: 20 }, () => gigs.cancel(number, ana)))
  expect(countOf(answers, 204)).toBe(1)
  expect(countOf(answers, 410)).toBe(19)
  expect(await gigs.remaining(gig)).toBe(5)
  expect(await gigs.orders(gig)).toMatchObject([{ number, status: 'cancelled' }])
})

test.each(['correct', 'check-then-act'])(
  '%s: a request that arrives twenty times at once is one order',
  async (variant) => {
    const gigs = await openGigs(variant)
    const gig = await gigs.addGig(50)
    const [ana, ben] = [await gigs.addCustomer('ana'), await gigs.addCustomer('ben')]
    const twins = Array.from({ length: 20 }, () => gigs.order(gig, ana, 2, 'same'))
    const [, ...answers] = await Promise.all([gigs.order(gig, ben, 1, 'same'), ...twins])
    expect(countOf(answers, 201)).toBe(1)
    expect(countOf(answers, 200)).toBe(19)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await gigs.order(gig, ana, 7, 'same')).toMatchObject({ status: 200, body: { order: { quantity: 2 } } })
    expect(await gigs.orders(gig)).toHaveLength(2)
    expect(await gigs.remaining(gig)).toBe(47)
  },
)

test('a request id is remembered for each gig, and only if it brought about an order', async () => {
  const gigs = await openGigs('correct')
  const [gig, other] = [await gigs.addGig(1), await gigs.addGig(1)]
  const ana = await gigs.addCustomer('ana')
  expect(await gigs.order(gig, ana, 2, 'a')).toMatchObject(soldOut)
  expect(await gigs.order(gig, ana, 1, 'a')).toMatchObject({ status: 201 })
  expect(await gigs.order(gig, ana, 1, 'a')).toMatchObject({ status: 200 })
  expect(await gigs.order(other, ana, 1, 'a')).toMatchObject({ status: 201 })
})

test('correct: of 200 customers exactly 20 get the 20 seats', async () => {
  const gigs = await openGigs('correct')
  const gig = await gigs.addGig(20)
  const fans = await crowd(gigs, 200)
  const answers = await Promise.all(fans.map((fan) => gigs.order(gig, fan)))
  const sold = answers.filter(({ status }) => status === 201)
  expect(sold).toHaveLength(20)
  for (const answer of answers) if (answer.status !== 201) expect(answer).toMatchObject(soldOut)
  expect(await gigs.remaining(gig)).toBe(0)
  const numbers = (await gigs.orders(gig)).map(({ number }) => number)
  expect(numbers).toEqual(sold.map(({ body }) => body.order.number).sort())
})

test('correct: an order is for all of its tickets or for none', async () => {
  const gigs = await openGigs('correct')
  const gig = await gigs.addGig(20)
  const fans = await crowd(gigs, 50)
  await Promise.all(fans.map((fan) => gigs.order(gig, fan, 3)))
  expect(await gigs.orders(gig)).toHaveLength(6)
  expect(await gigs.remaining(gig)).toBe(2)
})

test('check-then-act: 200 customers get more seats than there are', async () => {
  const gigs = await openGigs('check-then-act')
  const gig = await gigs.addGig(20)
  const fans = await crowd(gigs, 200)
  const answers = await Promise.all(fans.map((fan) => gigs.order(gig, fan)))
  const sold = countOf(answers, 201)
  expect(sold).toBeGreaterThan(20)
  expect(await gigs.orders(gig)).toHaveLength(sold)
  expect(await gigs.remaining(gig)).toBe(20 - sold)
})

test('queued: every order is pending at once, and exactly 20 are listed in the end', async () => {
  const gigs = await openGigs('queued')
  const gig = await gigs.addGig(20)
  const fans = await crowd(gigs, 200)
  const answers = await Promise.all(fans.map((fan) => gigs.order(gig, fan, 1, 'mine')))
  for (const answer of answers) {
    const order = { number: expect.stringMatching(/^G-\d{5}$/), status: 'pending' }
    expect(answer).toMatchObject({ status: 202, body: { order } })
  }
  const numbers = answers.map(({ body }) => body.order.number).sort()
  expect(new Set(numbers).size).toBe(200)

  // Whoever comes first is decided first, so when this one is decided, all of them are.
  const other = await gigs.addGig(1)
  await gigs.order(other, await gigs.addCustomer('ana'))
  while ((await gigs.remaining(other)) > 0) await wait(20)
  expect(await gigs.remaining(gig)).toBe(0)
  const listed = await gigs.orders(gig)
  expect(listed.map(({ number }) => number)).toEqual(numbers.slice(0, 20))
})

test('queued: a request that arrives twenty times at once is one order, while it is pending and after', async () => {
  const gigs = await openGigs('queued')
  const gig = await gigs.addGig(50)
  const ana = await gigs.addCustomer('ana')
  const answers = await Promise.all(Array.from({ length: 20 }, () => gigs.order(gig, ana, 1, 'same')))
  const [number, ...others] = new Set(answers.map(({ body }) => body.order.number))
  expect(others).toEqual([])
  while ((await gigs.remaining(gig)) === 50) await wait(20)
  expect(await gigs.order(gig, ana, 1, 'same')).toMatchObject({ status: 200, body: { order: { number } } })
  expect(await gigs.orders(gig)).toHaveLength(1)
})

test('the limit counts the orders of each customer', async () => {
  const gigs = await openGigs('correct', ['--limit', '2'])
  const gig = await gigs.addGig(20)
  const [ana, ben] = [await gigs.addCustomer('ana'), await gigs.addCustomer('ben')]
  for (const status of [201, 201]) expect(await gigs.order(gig, ana)).toMatchObject({ status })
  const slowed = await gigs.order(gig, ana)
  expect(slowed).toMatchObject({ status: 429, text: 'Slow down' })
  expect(slowed.headers.get('retry-after')).toBe('1')
  expect(slowed.headers.get('content-type')).toBe('text/plain')
  expect(await gigs.order(gig, ben)).toMatchObject({ status: 201 })
  expect(await gigs.orders(gig)).toHaveLength(3)
})
