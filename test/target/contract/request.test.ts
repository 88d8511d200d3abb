import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestText } from '../../../src/fire/http1/request-text.ts'
import type { Cookies } from '../../../src/target/booking-api.ts'
import { nobody } from '../../../src/target/contract/compile.ts'
import type { Credentials, Scope, StepDefinition } from '../../../src/target/contract/definition.ts'
import { prepareRequest } from '../../../src/target/contract/request.ts'

const common = { basePath: '/api', headers: {}, credentials: {}, mask: (text: string) => text }

const prepared = (step: StepDefinition, scope: Partial<Scope> = {}, credentials: Credentials = {}) =>
  prepareRequest(step, { ...common, credentials })({ ...nobody, ...scope }, null)

/** Any text: also one that is half a pair of UTF-16, as JSON may bring it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.string().map((text) => `/${text}`),
  fc.constantFrom('a/b', '?x=1', '#', 'a&b=c', '\r\nx: y', ' HTTP/1.1', '\ud800', 'https://elsewhere.example/x', '%2f'),
)

const wellFormed = (text: string): string => text.toWellFormed()

describe('a path', () => {
  test('begins where the API does', () => {
    expect(prepared({ request: 'GET /events/{{event.id}}' }, { event: { id: 5 } })).toMatchObject({
      method: 'GET',
      path: '/api/events/5',
    })
  })

  test('gains no segment, query or line by a value', () => {
    fc.assert(
      fc.property(anyText, (reference) => {
        const { path } = prepared({ request: 'DELETE /orders/{{reference}}/seats' }, { reference })
        expect(path).toMatch(/^\/api\/orders\/[^/?#\s]*\/seats$/)
        expect(decodeURIComponent(path.split('/')[3] ?? '')).toBe(wellFormed(reference))
      }),
    )
  })

  test('gains neither of them by a value that begins or ends it', () => {
    fc.assert(
      fc.property(anyText, (reference) => {
        const { path } = prepared({ request: 'GET /orders{{reference}}' }, { reference })
        expect(path.split('/')).toHaveLength(3)
        expect(path).toMatch(/^[!-~]+$/)
        expect(path).not.toMatch(/[?#]/)
      }),
    )
  })

  test('that is nothing but a value is that of a next page', () => {
    const step = { request: 'GET {{page}}' }
    expect(prepared(step, { page: '/orders?page=2' }).path).toBe('/api/orders?page=2')
    // A link leads to where it says, be it spelt from the root of the host or in full.
    expect(prepared(step, { page: '/api/orders?page=2' }).path).toBe('/api/orders?page=2')
    expect(prepared(step, { page: 'https://shop.example/api/orders?page=2' }).path).toBe('/api/orders?page=2')
    expect(prepared(step, { page: '/apiary' }).path).toBe('/api/apiary')
  })

  test('that is nothing but a value is one line', () => {
    fc.assert(
      fc.property(anyText, (page) => {
        expect(prepared({ request: 'GET {{page}}' }, { page }).path).toMatch(/^\/[!-~]*$/)
      }),
    )
  })
})

describe('a query', () => {
  test('joins what the path has of it', () => {
    const step = { request: 'GET /orders?sort=id', query: { 'from&to': '{{user.from}} - {{user.to}}', all: true } }
    expect(prepared(step, { user: { from: 'a', to: '?' } }).path).toBe(
      '/api/orders?sort=id&from%26to=a%20-%20%3F&all=true',
    )
  })

  test('does not ask for what is not there, such as the cursor of the first page', () => {
    const step = { request: 'GET /orders', query: { cursor: '{{page}}', limit: 100 } }
    expect(prepared(step, { page: null }).path).toBe('/api/orders?limit=100')
    expect(prepared(step, { page: 'c 2' }).path).toBe('/api/orders?cursor=c%202&limit=100')
  })

  test('keeps its fields, whatever is filled in', () => {
    fc.assert(
      fc.property(anyText, fc.string({ minLength: 1 }), (value, name) => {
        const step = {
          request: 'GET /orders?a={{user.value}}',
          query: { [name]: 'x{{user.value}}', z: '{{user.value}}' },
        }
        const { path } = prepared(step, { user: { value } })
        expect(path).toMatch(/^\/api\/orders\?[!-~]*$/)
        expect([...new URL(path, 'http://shop.example').searchParams]).toEqual([
          ['a', wellFormed(value)],
          ...Object.entries({
            [wellFormed(name)]: `x${wellFormed(value)}`,
            ...(value === '' ? {} : { z: wellFormed(value) }),
          }),
        ])
      }),
    )
  })
})

describe('a form', () => {
  test('is read as what URLSearchParams writes', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, anyText), anyText, (fields, value) => {
        const braceless = Object.fromEntries(
          Object.entries(fields).map(([name, text]) => [wellFormed(name), wellFormed(text).replaceAll(/[{}]/g, '')]),
        )
        const step = { request: 'POST /orders', form: { ...braceless, value: 'v {{user.value}}' } }
        const { body, headers } = prepared(step, { user: { value } })
        const wanted = new URLSearchParams({ ...braceless, value: `v ${value}` })
        expect([...new URLSearchParams(body ?? '')]).toEqual([...wanted])
        expect(body).toMatch(/^[!-~]+$/)
        expect(headers).toEqual(['content-type', 'application/x-www-form-urlencoded'])
      }),
    )
  })
})

describe('a body', () => {
  test('of JSON says so', () => {
    expect(prepared({ request: 'POST /orders', json: { quantity: '{{seats}}' } }, { seats: 3 })).toEqual({
      method: 'POST',
      path: '/api/orders',
      headers: ['content-type', 'application/json'],
      body: '{"quantity":3}',
    })
  })

  test('of GraphQL keeps its document as it is, and fills in its variables', () => {
    const query = 'query ($id: ID!) {{seats}} # "braces"'
    const { body, headers } = prepared(
      { request: 'POST /graphql', graphql: { query, variables: { id: '{{event.id}}' } } },
      { event: { id: 'e"1' } },
    )
    expect(JSON.parse(body ?? '')).toEqual({ query, variables: { id: 'e"1' } })
    expect(headers).toEqual(['content-type', 'application/json', 'accept', 'application/json'])
    const without = prepared({ request: 'POST /graphql', graphql: { query } })
    expect(JSON.parse(without.body ?? '')).toEqual({ query, variables: {} })
  })

  test('that is a text is sent as it is, and nothing is said of its type', () => {
    expect(prepared({ request: 'POST /orders', body: '<order seats="{{seats}}"/>' }, { seats: 2 })).toMatchObject({
      headers: [],
      body: '<order seats="2"/>',
    })
    expect(prepared({ request: 'POST /orders' }).body).toBeNull()
  })
})

describe('headers', () => {
  test("of a step come before those of its user, and those before the contract's", () => {
    const prepare = prepareRequest(
      {
        request: 'POST /orders',
        json: {},
        headers: { 'Content-Type': 'application/vnd.shop+json', 'X-Step': '{{key}}' },
      },
      {
        ...common,
        headers: { 'x-all': 'all', 'x-user': 'all', 'x-step': 'all' },
        credentials: { headers: { 'X-User': '{{user.id}}', 'x-step': 'user' }, bearer: '{{user.token}}' },
      },
    )
    const { headers } = prepare({ ...nobody, key: 'k', user: { id: 4, token: 't' } }, null)
    const pairs = headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []))
    expect(Object.fromEntries(pairs)).toEqual({
      'content-type': 'application/vnd.shop+json',
      'x-all': 'all',
      'x-user': '4',
      'x-step': 'k',
      authorization: 'Bearer t',
    })
    expect(pairs).toHaveLength(5)
  })

  test('of Basic encode name and password together', () => {
    const { headers } = prepared(
      { request: 'GET /' },
      { user: { password: 'pä:ss' } },
      {
        basic: { username: 'ana', password: '{{user.password}}' },
      },
    )
    expect(headers).toEqual(['authorization', `Basic ${Buffer.from('ana:pä:ss').toString('base64')}`])
  })

  test('say nothing of a token that is not there', () => {
    expect(prepared({ request: 'GET /' }, {}, { bearer: '' }).headers).toEqual([])
  })

  test('gain no line by a value: what none can carry is not sent', () => {
    fc.assert(
      fc.property(anyText, (key) => {
        const request = prepared({ request: 'POST /orders', headers: { 'x-key': '{{key}}' } }, { key })
        let text = ''
        try {
          text = requestText(request, 'shop.example')
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          return
        }
        const told = ['host: shop.example', `x-key: ${key}`, 'content-length: 0']
        expect(text.split('\r\n')).toEqual(['POST /api/orders HTTP/1.1', ...told, '', ''])
      }),
    )
  })

  test('carry the cookies of the account', () => {
    const cookies: Cookies = { headerFor: (path) => `for=${path}`, keep: () => {}, serialised: () => '' }
    const prepare = prepareRequest({ request: 'GET /x' }, common)
    expect(prepare(nobody, cookies).headers).toEqual(['cookie', 'for=/api/x'])
    expect(prepare(nobody, { ...cookies, headerFor: () => '' }).headers).toEqual([])
  })
})

test('a function makes its request itself, and its cookies are added', () => {
  const cookies: Cookies = { headerFor: () => 'a=1', keep: () => {}, serialised: () => '' }
  const step: StepDefinition = {
    request: ({ seats }) => ({ method: 'PUT', path: '/elsewhere', headers: ['x', 'y'], body: `${seats}` }),
  }
  expect(prepareRequest(step, common)({ ...nobody, seats: 2 }, cookies)).toEqual({
    method: 'PUT',
    path: '/elsewhere',
    headers: ['x', 'y', 'cookie', 'a=1'],
    body: '2',
  })
})
