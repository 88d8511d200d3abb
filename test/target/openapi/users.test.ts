import { describe, expect, test } from 'vitest'
import { answering, askedWith, documentWith, order, proposeChecked, text } from './checked-proposal.ts'

describe('how users are known', () => {
  const known = (schemes: object, security: object[], paths: object = {}) =>
    proposeChecked(
      documentWith({ '/orders': { post: order() }, ...paths }, { security, components: { securitySchemes: schemes } }),
    )

  test('a cookie that a sign-in sets', () => {
    const login = {
      ...askedWith({ username: text, password: text }),
      responses: { 204: { description: 'In', headers: { 'Set-Cookie': {} } } },
    }
    const { contract } = known({ session: { type: 'apiKey', in: 'cookie', name: 'sid' } }, [{ session: [] }], {
      '/login': { post: login },
    })
    expect(contract.users).toEqual({
      cookies: true,
      signIn: { request: 'POST /login', json: { username: '{{user.email}}', password: '{{user.password}}' } },
    })
  })

  test('OAuth 2.0 with a password, as a form', () => {
    const form = {
      type: 'object',
      required: ['grant_type', 'username', 'password', 'client_id'],
      properties: {
        grant_type: { type: 'string', enum: ['password'] },
        username: text,
        password: text,
        client_id: text,
      },
    }
    const token = {
      requestBody: { content: { 'application/x-www-form-urlencoded': { schema: form } } },
      ...answering(200, { access_token: text }),
    }
    const { contract, yaml } = known(
      { oauth: { type: 'oauth2', flows: { password: { tokenUrl: '/token' } } } },
      [{ oauth: [] }],
      { '/token': { post: token } },
    )
    expect(contract.users).toMatchObject({
      signIn: {
        request: 'POST /token',
        form: { grant_type: 'password', username: '{{user.email}}', password: '{{user.password}}' },
        capture: { token: '$.access_token' },
      },
      bearer: '{{user.token}}',
    })
    expect(yaml).toContain('client_id: ${SALES_CLIENT_ID}')
  })

  test('tokens from nowhere have to be brought along, or minted', () => {
    const { contract, doubts, yaml } = known({ jwt: { type: 'http', scheme: 'bearer' } }, [{ jwt: [] }])
    expect(contract.users).toEqual({ bearer: '{{user.token}}' })
    expect(yaml).toContain('# jwt:\n')
    expect(doubts).toContain(
      'Nothing was found that makes accounts, so they have to be brought along with token: --users-file FILE.',
    )
  })

  test('a key each, where accounts are given one', () => {
    const register = { ...askedWith({ email: text }), ...answering(201, { id: text, apiKey: text }) }
    const { contract } = known({ key: { type: 'apiKey', in: 'header', name: 'X-Key' } }, [{ key: [] }], {
      '/customers': { post: register },
    })
    expect(contract.users).toMatchObject({
      headers: { 'X-Key': '{{user.apiKey}}' },
      create: { capture: { apiKey: '$.apiKey' } },
    })
  })

  test('nothing at all', () => {
    const { contract, doubts } = proposeChecked(documentWith({ '/orders': { post: order() } }))
    expect(contract.users).toEqual({ values: { id: '{{prefix}}-{{number}}' } })
    expect(doubts).toContain('The document asks for no credentials where a booking is made.')
  })
})
