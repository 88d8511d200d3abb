import { expect, test } from 'vitest'
import { startApi } from '../support/start-server.ts'

const ana = { email: 'ana@example.com', name: 'Ana', password: 'correct horse' }

test('who registers has a token, and logs in for another, whatever the case of the address', async () => {
  const api = await startApi()
  const event = await api.createEvent(5)
  const registered = await api.send('POST', '/auth/register', { body: ana })
  expect(registered.status).toBe(201)
  expect(registered.body).toEqual({ id: expect.any(String), email: ana.email, name: 'Ana', token: expect.any(String) })
  const login = await api.send('POST', '/auth/login', { body: { email: 'Ana@Example.com', password: ana.password } })
  expect(login).toMatchObject({ status: 200, body: { token: expect.any(String) } })
  for (const { token } of [Object(registered.body), Object(login.body)]) {
    expect(await api.book(token, event.id, 1)).toMatchObject({
      status: 201,
      body: { userId: Object(registered.body).id },
    })
  }
})

test('one address has one account', async () => {
  const api = await startApi()
  const again = { ...ana, email: 'ANA@example.com', password: 'another password' }
  const answers = await Promise.all([ana, again].map((body) => api.send('POST', '/auth/register', { body })))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'EMAIL_TAKEN' })
})

test('a wrong password and an unknown address are refused in the same words', async () => {
  const api = await startApi()
  await api.send('POST', '/auth/register', { body: ana })
  const wrong = await api.send('POST', '/auth/login', { body: { email: ana.email, password: 'incorrect horse' } })
  const unknown = await api.send('POST', '/auth/login', { body: { email: 'ben@example.com', password: ana.password } })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } })
  expect(unknown.body).toEqual(wrong.body)
})

test('an account without a password cannot be logged in to', async () => {
  const api = await startApi()
  const { email } = await api.createUser()
  for (const password of ['', 'null', 'undefined']) {
    expect(await api.send('POST', '/auth/login', { body: { email, password } })).toMatchObject({ status: 401 })
  }
})

test.each([
  { change: { email: 'no address' }, field: '/email' },
  { change: { password: 'short' }, field: '/password' },
  { change: { name: '' }, field: '/name' },
])('$change is refused', async ({ change, field }) => {
  const api = await startApi()
  expect(await api.send('POST', '/auth/register', { body: { ...ana, ...change } })).toMatchObject({
    status: 400,
    body: { code: 'INVALID', field },
  })
})

test('users are made by the thousand, each with an address and a token of their own, again and again', async () => {
  const api = await startApi()
  const event = await api.createEvent(10)
  const users = [...(await api.createUsers(2000)), ...(await api.createUsers(2000))]
  expect(new Set(users.map(({ id }) => id)).size).toBe(4000)
  expect(new Set(users.map(({ email }) => email)).size).toBe(4000)
  expect(new Set(users.map(({ token }) => token)).size).toBe(4000)
  for (const { id, token } of [...users.slice(0, 1), ...users.slice(-1)]) {
    expect(await api.book(token, event.id, 1)).toMatchObject({ status: 201, body: { userId: id } })
  }
})

test.each([
  { body: { count: 0, prefix: 'fan' }, field: '/count' },
  { body: { count: 100_001, prefix: 'fan' }, field: '/count' },
  { body: { count: 1, prefix: '' }, field: '/prefix' },
  { body: { count: 1, prefix: 'no spaces' }, field: '/prefix' },
  { body: { count: 1 }, field: '/prefix' },
])('$body makes no users', async ({ body, field }) => {
  const api = await startApi()
  expect(await api.asAdmin('POST', '/users:batch', body)).toMatchObject({
    status: 400,
    body: { code: 'INVALID', field },
  })
})
