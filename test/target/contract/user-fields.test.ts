import { describe, expect, test } from 'vitest'
import { namesUsers, sendsKeys, userFieldsOf } from '../../../src/target/contract/user-fields.ts'
import { contractFrom } from './contract-from.ts'

const ledger = (user: string) => `ledger: { request: GET /orders, entries: '$[*]', reference: $.id, seats: 1${user} }`

const fieldsOf = (users: string, rest = '') => userFieldsOf(contractFrom({ users: `users: ${users}`, rest }).definition)

describe('an account that is brought along needs', () => {
  test('what it is known by', () => {
    expect(fieldsOf("{ headers: { x-key: '{{user.key}}' }, bearer: '{{user.token}}' }")).toEqual({
      needed: ['key', 'token'],
      credentials: ['key', 'token'],
      inHeaders: ['key', 'token'],
    })
  })

  test('what it signs in with, and not what that gives', () => {
    const signIn =
      "signIn: { request: POST /login, form: { email: '{{user.email}}', as: '{{user.role}}' }, capture: { token: $.t } }"
    expect(fieldsOf(`{ ${signIn}, bearer: '{{user.token}}' }`)).toEqual({
      needed: ['email', 'role'],
      credentials: ['email', 'role'],
      inHeaders: [],
    })
  })

  test('what its token claims, and not the token', () => {
    const jwt = "jwt: { secret: s, claims: { sub: '{{user.id}}', roles: ['{{user.role}}'] } }"
    expect(fieldsOf(`{ ${jwt}, bearer: '{{user.token}}' }`)).toMatchObject({ needed: ['id', 'role'], inHeaders: [] })
  })

  test('nothing that every account is given alike, and what accounts that are made here differ by', () => {
    const given =
      "{ values: { shop: 'main', email: '{{number}}' }, headers: { x-shop: '{{user.shop}}' }, bearer: '{{user.email}}' }"
    expect(fieldsOf(given)).toMatchObject({ needed: ['email'], credentials: ['email'] })
  })

  test('the name by which the ledger knows it', () => {
    expect(fieldsOf("{ bearer: '{{user.token}}' }", ledger(', user: $.who'))).toEqual({
      needed: ['id', 'token'],
      credentials: ['token'],
      inHeaders: ['token'],
    })
    expect(fieldsOf("{ id: '{{user.email}}' }", ledger(', user: $.who'))).toMatchObject({ needed: ['email'] })
    expect(fieldsOf('{ bearer: x }', ledger(''))).toMatchObject({ needed: [] })
  })

  test('what bookings, cancellations and the probe say of it', () => {
    const rest =
      "cancel: { request: 'DELETE /orders/{{reference}}', headers: { who: '{{user.who}}' }, answers: [{ is: gone }] }"
    const users = "{ probe: { request: 'GET /users/{{user.name}}' } }"
    expect(fieldsOf(users, rest)).toEqual({ needed: ['who', 'name'], credentials: [], inHeaders: [] })
  })
})

test('a ledger names users where it says so, and a function may', () => {
  expect(namesUsers(contractFrom({ rest: ledger(', user: $.who') }).definition.ledger)).toBe(true)
  expect(namesUsers(contractFrom({ rest: ledger('') }).definition.ledger)).toBe(false)
  expect(namesUsers(undefined)).toBe(false)
  expect(namesUsers(async () => [])).toBe(true)
})

test('a booking sends its key where a request asks for it, and a function may', () => {
  const [request, answers] = ['POST /orders', [{ is: 'booked' as const }]]
  expect(sendsKeys({ request, answers })).toBe(false)
  expect(sendsKeys({ request, headers: { 'x-key': 'a-{{ key }}' }, answers })).toBe(true)
  expect(sendsKeys([{ request }, { request, json: [{ key: '{{key}}' }], answers }])).toBe(true)
  expect(sendsKeys({ request: () => ({ method: 'GET', path: '/', headers: [], body: null }), answers })).toBe(true)
})
