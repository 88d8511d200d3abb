import { createSecretKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { startServer } from '../support/start-server.ts'

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600

function secretOf(database: string): Buffer {
  const reader = new Database(database, { readonly: true })
  const secret = reader.prepare<[], string>("SELECT value FROM setting WHERE name = 'token-secret'").pluck().get()
  reader.close()
  return Buffer.from(secret ?? '', 'base64')
}

/** A server, and a way to make tokens with whatever claims and key, for an account that exists. */
async function startForgery() {
  const { api, database } = await startServer()
  const user = await api.createUser()
  const event = await api.createEvent(10)
  const key = createSecretKey(secretOf(database))
  const always = { sub: user.id, iss: 'bookload' }
  const sign = (claims: object, options: jwt.SignOptions = {}, secret: jwt.Secret = key) =>
    jwt.sign({ ...always, exp: inAnHour(), ...claims }, secret, { algorithm: 'HS256', ...options })
  const signForEver = () => jwt.sign(always, key, { algorithm: 'HS256' })
  /** What comes of booking with a token, and whether anything changed. */
  const attempt = async (token: string) => {
    const { status } = await api.book(token, event.id, 1)
    const { version } = await api.readEvent(event.id)
    return { status, version }
  }
  return { api, user, event, sign, signForEver, attempt }
}

const refusedWithoutEffect = { status: 401, version: 1 }

test('a token made with the key of the server and the right claims is accepted, so the refusals below have their reasons', async () => {
  const { sign, attempt } = await startForgery()
  expect(await attempt(sign({}))).toEqual({ status: 201, version: 2 })
})

test('an expired token is refused', async () => {
  const { sign, attempt } = await startForgery()
  expect(await attempt(sign({ exp: Math.floor(Date.now() / 1000) - 1 }))).toEqual(refusedWithoutEffect)
})

test('a token that was accepted is refused once it has expired', async () => {
  const { sign, attempt } = await startForgery()
  const token = sign({ exp: Math.floor(Date.now() / 1000) + 5 })
  expect(await attempt(token)).toMatchObject({ status: 201 })
  await expect.poll(async () => (await attempt(token)).status, { timeout: 20_000 }).toBe(401)
})

test('a token that never expires is refused', async () => {
  const { signForEver, attempt } = await startForgery()
  expect(await attempt(signForEver())).toEqual(refusedWithoutEffect)
})

test('a token without a signature (alg none) is refused', async () => {
  const { sign, attempt } = await startForgery()
  expect(await attempt(sign({}, { algorithm: 'none' }, ''))).toEqual(refusedWithoutEffect)
})

test('a token of another algorithm, though of the same key, is refused', async () => {
  const { sign, attempt } = await startForgery()
  expect(await attempt(sign({}, { algorithm: 'HS512' }))).toEqual(refusedWithoutEffect)
})

test('a token of another key is refused', async () => {
  const { sign, attempt } = await startForgery()
  expect(await attempt(sign({}, {}, 'not the secret of this server'))).toEqual(refusedWithoutEffect)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  expect(await attempt(sign({}, { algorithm: 'RS256' }, privateKey))).toEqual(refusedWithoutEffect)
})

test('a token of another issuer is refused', async () => {
  const { sign, attempt } = await startForgery()
  expect(await attempt(sign({ iss: 'somebody-else' }))).toEqual(refusedWithoutEffect)
})

test('a token of an account that does not exist is refused', async () => {
  const { sign, attempt } = await startForgery()
  expect(await attempt(sign({ sub: randomUUID() }))).toEqual(refusedWithoutEffect)
})

test('a token that has been tampered with is refused, although the true one is known', async () => {
  const { user, attempt } = await startForgery()
  const [head, , signature] = user.token.split('.')
  const claims = Buffer.from(JSON.stringify({ sub: user.id, iss: 'bookload', exp: inAnHour() + 1e6 })).toString(
    'base64url',
  )
  expect(await attempt(`${head}.${claims}.${signature}`)).toEqual(refusedWithoutEffect)
  expect(await attempt(user.token)).toMatchObject({ status: 201 })
})

test.each([undefined, '', 'Bearer', 'Basic YW5hOnNlY3JldA==', 'Bearer one two', 'Bearer not-a-token'])(
  'the authorization header %j is refused, saying which scheme is wanted',
  async (authorization) => {
    const { api, event } = await startForgery()
    const body = { eventId: event.id, seats: 1 }
    const headers = authorization === undefined ? {} : { authorization }
    expect(await api.send('POST', '/bookings', { body, headers })).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer', 'content-type': 'application/problem+json' },
      body: { code: 'UNAUTHORIZED', status: 401 },
    })
    expect(await api.readEvent(event.id)).toMatchObject({ version: 1 })
  },
)

test('the admin is no user, and a user is no admin', async () => {
  const { api, user, event } = await startForgery()
  const body = { eventId: event.id, seats: 1 }
  expect(await api.asAdmin('POST', '/bookings', body)).toMatchObject({ status: 401 })
  const wanted = { name: 'Concert', capacity: 5 }
  const asUser = await api.send('POST', '/events', { token: user.token, body: wanted })
  expect(asUser).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
  expect(await api.send('POST', '/events', { token: 'guess', body: wanted })).toMatchObject({ status: 401 })
  expect(await api.send('POST', '/events', { body: wanted })).toMatchObject({ status: 401 })
})

test.each([
  ['POST', '/events'],
  ['POST', '/users:batch'],
  ['GET', '/events/any/ledger'],
] as const)('%s %s is for the admin alone', async (method, path) => {
  const { api, user } = await startForgery()
  expect(await api.send(method, path)).toMatchObject({ status: 401 })
  expect(await api.send(method, path, { token: user.token })).toMatchObject({ status: 403 })
})
