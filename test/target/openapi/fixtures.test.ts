import { describe, expect, test } from 'vitest'
import { proposeFixture } from './checked-proposal.ts'

describe('a ticketing API with a login and bearer tokens', () => {
  const { contract, doubts, yaml } = proposeFixture('gigs.yaml')

  test('it is reached on this machine, where the document names such a server', () => {
    expect(contract).toMatchObject({ name: 'gigs', baseUrl: 'http://localhost:8080/v2' })
    expect(contract.owner).toBeUndefined()
  })

  test('users sign up and log in, and are known by their token', () => {
    expect(contract.users).toMatchObject({
      create: {
        request: 'POST /auth/signup',
        json: { email: '{{user.email}}', password: '{{user.password}}', displayName: '{{user.name}}' },
        capture: { id: '$.id' },
      },
      signIn: {
        request: 'POST /auth/login',
        json: { email: '{{user.email}}', password: '{{user.password}}' },
        capture: { token: '$.accessToken' },
      },
      bearer: '{{user.token}}',
      probe: { request: 'GET /me' },
    })
    expect(Object.keys(contract.users.values ?? {}).toSorted()).toEqual(['email', 'name', 'password'])
  })

  test('who makes shows has a token of the environment, named after the API', () => {
    expect(yaml).toContain('bearer: ${GIGS_ADMIN_TOKEN}')
    expect(contract.admin).toEqual({ bearer: 'the-gigs_admin_token' })
  })

  test('a show is made with its seats, and looked at for what is left', () => {
    expect(contract.event).toEqual({
      create: {
        request: 'POST /shows',
        json: {
          title: '{{event.name}}',
          startsAt: '2030-01-01T19:00:00Z',
          totalSeats: '{{event.capacity}}',
          priceCents: 4500,
        },
        capture: { id: '$.id' },
      },
      look: { request: 'GET /shows/{{event.id}}', available: '$.seatsLeft', capacity: '$.totalSeats' },
    })
  })

  test('an order is a booking, whose refusals are told apart by their codes', () => {
    expect(contract.book).toEqual({
      request: 'POST /shows/{{event.id}}/orders',
      headers: { 'Idempotency-Key': '{{key}}' },
      json: { quantity: '{{seats}}', paymentMethod: 'card' },
      answers: [
        { status: 201, is: 'booked', reference: '$.id', seats: '$.quantity' },
        { status: 429, is: 'rateLimited' },
        { status: 409, json: { '$.error.code': 'show_sold_out' }, is: 'soldOut' },
        { status: 409, json: { '$.error.code': 'stale_version' }, is: 'conflict' },
        { status: '4xx', is: 'rejected', code: '$.error.code' },
      ],
    })
  })

  test('an order is cancelled by its own operation', () => {
    expect(contract.cancel).toMatchObject({ request: 'POST /orders/{{reference}}/cancel' })
    expect(contract.cancel).toMatchObject({
      answers: [
        { status: '2xx', is: 'cancelled' },
        { status: [404, 410], is: 'gone' },
        { status: 409, is: 'gone' },
        {},
      ],
    })
  })

  test('the orders of a show are the ledger, and not those of whoever asks', () => {
    expect(contract.ledger).toEqual({
      request: 'GET /shows/{{event.id}}/orders',
      query: { page: '{{page}}', perPage: 200 },
      pages: { first: 1 },
      entries: '$.data[*]',
      reference: '$.id',
      user: '$.customer.id',
      seats: '$.quantity',
      at: '$.createdAt',
      kind: {
        from: '$.status',
        words: { pending: 'ignored', paid: 'booked', cancelled: 'returned', refunded: 'returned' },
      },
    })
  })

  test('what was guessed is said, and marked where it stands', () => {
    expect(doubts).toContain('"pending" in $.status of GET /shows/{showId}/orders was taken to hold no seats.')
    expect(doubts).toContain('POST /shows/{showId}/orders asks for paymentMethod, which nothing is known of.')
    expect(yaml).toContain('paymentMethod: card # ? one of card, invoice')
    expect(yaml).toContain('pending: ignored # ? does it hold seats')
  })

  test('it begins with its schema, and each part says where it was taken from', () => {
    expect(yaml.split('\n')[0]).toBe('# yaml-language-server: $schema=./contract.v1.json')
    expect(yaml).toContain('# How a booking (order) is made: POST /shows/{showId}/orders.\nbook:\n')
    expect(yaml).toContain('# What the system says it sold: GET /shows/{showId}/orders.\nledger:\n')
  })
})

describe('a shop with carts and one API key', () => {
  const { contract, doubts, yaml } = proposeFixture('shop.yaml')

  test('a server without a host is looked for on this machine', () => {
    expect(contract.baseUrl).toBe('http://127.0.0.1:3000/store/api')
    expect(doubts[0]).toMatch(/^The server of the document is \/store\/api, without a host;/)
  })

  test('all users carry the key of the environment', () => {
    expect(yaml).toContain('X-Shop-Key: ${CORNER_SHOP_API_KEY} # ? one for all users')
    expect(contract.users.headers).toEqual({ 'X-Shop-Key': 'the-corner_shop_api_key' })
    expect(contract.admin).toEqual({ headers: contract.users.headers })
    expect(doubts).toContain('All users were taken to share one X-Shop-Key.')
  })

  test('the ledger knows users by their email address, so that is their name', () => {
    expect(contract.users).toMatchObject({ id: '{{user.email}}', values: { email: expect.any(String) } })
    expect(contract.ledger).toMatchObject({ user: '$.email' })
  })

  test('a product is made, and its stock is set after that', () => {
    expect(contract.event.create).toMatchObject([
      { request: 'POST /products', json: { name: '{{event.name}}' }, capture: { id: '$.id' } },
      { request: 'PUT /products/{{id}}/stock', json: { quantity: '{{event.capacity}}', warehouse: 'main' } },
    ])
    expect(contract.event.look).toEqual({ request: 'GET /products/{{event.id}}', available: '$.stock.on_hand' })
  })

  test('a booking is a cart, what is put into it, and the checkout', () => {
    expect(contract.book).toMatchObject([
      { request: 'POST /carts', capture: { cart: '$.id' } },
      { request: 'POST /carts/{{cart}}/items', json: { product_id: '{{event.id}}', quantity: '{{seats}}' } },
      {
        request: 'POST /carts/{{cart}}/checkout',
        json: {
          email: '{{user.email}}',
          payment_token: 'tok_visa',
          shipping_address: { street: 'street', city: 'city', country: 'DE' },
        },
        answers: [
          { status: 201, is: 'booked', reference: '$.order_number' },
          { status: 202, is: 'accepted' },
          { status: 429, is: 'rateLimited' },
          { status: [409, 422], json: { '$.code': 'out_of_stock' }, is: 'soldOut' },
          { status: [409, 422], json: { '$.code': 'cart_locked' }, is: 'conflict' },
          { status: '4xx', is: 'rejected', code: '$.code' },
        ],
      },
    ])
    expect(doubts.filter((doubt) => doubt.includes('3 steps'))).toHaveLength(1)
  })

  test('an order is cancelled by its state', () => {
    expect(contract.cancel).toMatchObject({ request: 'PATCH /orders/{{reference}}', json: { state: 'canceled' } })
  })

  test('orders are asked for by product, page after page as each says', () => {
    expect(contract.ledger).toMatchObject({
      request: 'GET /orders',
      query: { product_id: '{{event.id}}', cursor: '{{page}}', limit: 500 },
      pages: { first: '', next: '$.next_cursor' },
      entries: '$.orders[*]',
      reference: '$.order_number',
      kind: {
        from: '$.state',
        words: { draft: 'ignored', placed: 'booked', shipped: 'booked', canceled: 'returned' },
      },
    })
  })
})

describe('rooms with ETags and Basic', () => {
  const { contract, doubts, yaml } = proposeFixture('rooms.json')

  test('a server elsewhere is named with its variables, and whose it is has to be said', () => {
    expect(contract.baseUrl).toBe('https://paris.rooms.example/v1')
    expect(yaml).toContain('# owner: paris.rooms.example # ? if it is yours to load')
    expect(doubts[0]).toMatch(/^The API is at paris\.rooms\.example, which is not this machine/)
  })

  test('users have a name and a password, which have to be brought along', () => {
    expect(contract.users).toEqual({
      id: '{{user.email}}',
      basic: { username: '{{user.email}}', password: '{{user.password}}' },
    })
    expect(yaml).toContain('--users-file FILE with email and password')
    expect(contract.admin).toEqual({
      basic: { username: 'the-meeting_rooms_admin_user', password: 'the-meeting_rooms_admin_password' },
    })
  })

  test('a room is found where it was made, and shows what is reserved', () => {
    expect(contract.event).toMatchObject({
      create: { json: { name: '{{event.name}}', capacity: '{{event.capacity}}', floor: 3 } },
      look: {
        request: 'GET /rooms/{{event.id}}',
        as: 'admin',
        sold: '$.placesReserved',
        capacity: '$.capacity',
        version: { header: 'etag' },
      },
    })
    expect(contract.event.create).toMatchObject({ capture: { id: { header: 'location', match: '([^/?#]+)/?$' } } })
  })

  test('the tag is read first, and the reservation is made on that', () => {
    expect(contract.book).toEqual([
      { request: 'GET /rooms/{{event.id}}', capture: { tag: { header: 'etag' } } },
      {
        request: 'POST /rooms/{{event.id}}/reservations',
        headers: { 'If-Match': '{{tag}}' },
        json: { places: '{{seats}}' },
        answers: [
          { status: [200, 201], is: 'booked', reference: '$.id', seats: '$.places' },
          { status: 429, is: 'rateLimited' },
          { status: 410, is: 'soldOut' },
          { status: 412, is: 'conflict' },
          { status: '4xx', is: 'rejected' },
        ],
      },
    ])
  })

  test('it is given back below its room', () => {
    expect(contract.cancel).toMatchObject({ request: 'DELETE /rooms/{{event.id}}/reservations/{{reference}}' })
  })

  test('the ledger is read by counting on', () => {
    expect(contract.ledger).toEqual({
      request: 'GET /rooms/{{event.id}}/reservations',
      query: { offset: '{{page}}', limit: 100 },
      pages: { first: 0, step: 100 },
      entries: '$[*]',
      reference: '$.id',
      user: '$.reservedBy',
      seats: '$.places',
      at: '$.at',
    })
  })
})
