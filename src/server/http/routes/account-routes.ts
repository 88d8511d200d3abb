import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { userId, type UserId } from '../../../booking/event.ts'
import type { Account } from '../../store/account-statements.ts'
import { hashPassword, verifyPassword } from '../passwords.ts'
import { Problem } from '../problem.ts'
import type { RouteTools } from '../route-tools.ts'

interface Credentials {
  readonly email: string
  readonly password: string
}

interface Batch {
  readonly count: number
  readonly prefix: string
}

const text = { type: 'string' }
const email = { type: 'string', format: 'email', maxLength: 254 }
const name = { type: 'string', minLength: 1, maxLength: 100 }
const password = { type: 'string', minLength: 8, maxLength: 200 }

const accountWithToken = {
  type: 'object',
  required: ['id', 'email', 'name', 'token'],
  properties: { id: text, email: text, name: text, token: text },
}

const registration = {
  operationId: 'register',
  summary: 'Open an account',
  tags: ['accounts'],
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['email', 'name', 'password'],
    properties: { email, name, password },
  },
  response: { 201: { description: 'The account, and a token for it.', ...accountWithToken } },
}

const login = {
  operationId: 'login',
  summary: 'Get a token for an account',
  tags: ['accounts'],
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['email', 'password'],
    properties: { email: text, password: text },
  },
  response: {
    200: { description: 'A token.', type: 'object', required: ['token'], properties: { token: text } },
  },
}

const batch = {
  operationId: 'createUsers',
  summary: 'Open many accounts at once',
  description:
    'Made for seeding a test. The accounts have no password, so their tokens are the only way in. The same prefix may ' +
    'be used again: the addresses carry a random part.',
  tags: ['accounts'],
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['count', 'prefix'],
    properties: {
      count: { type: 'integer', minimum: 1, maximum: 100_000 },
      prefix: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,31}$' },
    },
  },
  response: {
    201: {
      description: 'The accounts, each with a token.',
      type: 'object',
      required: ['users'],
      properties: { users: { type: 'array', items: accountWithToken } },
    },
  },
}

export function registerAccountRoutes(api: FastifyInstance, { store, tokens }: RouteTools): void {
  api.post<{ Body: Credentials & { readonly name: string } }>(
    '/auth/register',
    { schema: registration, config: { access: 'public', problems: ['EMAIL_TAKEN'] } },
    async (request, reply) => {
      const account = newAccount(request.body.email, request.body.name, await hashPassword(request.body.password))
      const added = await store.commit.run(() => store.accounts.insert(account))
      if (!added) throw new Problem('EMAIL_TAKEN')
      return reply.code(201).send(withToken(account, tokens.issue))
    },
  )

  api.post<{ Body: Credentials }>(
    '/auth/login',
    { schema: login, config: { access: 'public', problems: ['UNAUTHORIZED'] } },
    async (request, reply) => {
      const account = store.accounts.findByEmail(request.body.email)
      const right = await verifyPassword(request.body.password, account?.password ?? null)
      if (account === undefined || !right) throw new Problem('UNAUTHORIZED', 'The email or the password is wrong.')
      return reply.send({ token: tokens.issue(account.id) })
    },
  )

  // The router reads a single colon as the start of a parameter; the path is /users:batch.
  api.post<{ Body: Batch }>('/users::batch', { schema: batch, config: { access: 'admin' } }, async (request, reply) => {
    const accounts = newAccounts(request.body)
    await store.commit.run(() => {
      for (const account of accounts) store.accounts.insert(account)
    })
    return reply.code(201).send({ users: accounts.map((account) => withToken(account, tokens.issue)) })
  })
}

function newAccounts({ count, prefix }: Batch): readonly Account[] {
  const suffix = randomBytes(8).toString('hex')
  return Array.from({ length: count }, (_, index) =>
    newAccount(`${prefix}-${suffix}-${index + 1}@bookload.example`, `${prefix} ${index + 1}`, null),
  )
}

const newAccount = (address: string, fullName: string, hash: string | null): Account => ({
  id: userId(randomUUID()),
  email: address,
  name: fullName,
  password: hash,
})

/** The account as its owner may see it; the hash of the password is not part of that. */
const withToken = ({ id, email: address, name: fullName }: Account, issue: (id: UserId) => string) => ({
  id,
  email: address,
  name: fullName,
  token: issue(id),
})
