import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nobody } from '../../../src/target/contract/compile.ts'
import type { JwtDefinition } from '../../../src/target/contract/definition.ts'
import { minter } from '../../../src/target/contract/mint-token.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bookload-jwt-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const place = 'shop.yaml:5:3'
const scope = { ...nobody, user: { id: 7, email: 'ana@example.org', roles: ['fan'] } }
const claims = { sub: 'user-{{user.id}}', id: '{{user.id}}', roles: '{{user.roles}}', aud: 'shop' }

const mint = (definition: Omit<JwtDefinition, 'claims'> & Partial<JwtDefinition>): string =>
  minter({ claims, ...definition }, place, join(folder, 'shop.yaml'))(scope)

function verified(token: string, key: string) {
  const { header, payload } = jwt.verify(token, key, { complete: true })
  if (typeof payload === 'string') throw new Error('the claims are a text')
  return { header, payload, lastsS: (payload.exp ?? 0) - (payload.iat ?? 0) }
}

/** Writes a new private key into the folder of the contract. @returns the public one */
function keyPair(file: string, kind: 'rsa' | 'ec' = 'rsa'): string {
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding })
      : generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding, privateKeyEncoding })
  writeFileSync(join(folder, file), privateKey)
  return publicKey
}

describe('a token', () => {
  test('is signed with a secret by HS256, for an hour', () => {
    const { header, payload, lastsS } = verified(mint({ secret: 'hush' }), 'hush')
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(payload).toMatchObject({ sub: 'user-7', id: 7, roles: ['fan'], aud: 'shop' })
    expect(lastsS).toBe(3600)
  })

  test('is signed with the key of a file beside the contract by RS256', () => {
    const publicKey = keyPair('key.pem')
    const { header, payload } = verified(mint({ keyFile: 'key.pem', keyId: 'k1' }), publicKey)
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' })
    expect(payload).toMatchObject({ sub: 'user-7' })
  })

  test('is signed as it is said', () => {
    const publicKey = keyPair('ec.pem', 'ec')
    const { header, lastsS } = verified(mint({ keyFile: 'ec.pem', algorithm: 'ES256', expiresIn: '90s' }), publicKey)
    expect(header).toMatchObject({ alg: 'ES256' })
    expect(lastsS).toBe(90)
    expect(verified(mint({ secret: 'hush', algorithm: 'HS512' }), 'hush').header).toMatchObject({ alg: 'HS512' })
  })

  test('has claims of its own for each account', () => {
    const both = minter({ secret: 'hush', claims: { sub: '{{user.id}}' } }, place, 'shop.yaml')
    const subjects = ['a', 'b'].map((id) => verified(both({ ...nobody, user: { id } }), 'hush').payload.sub)
    expect(subjects).toEqual(['a', 'b'])
  })
})

describe('no token is minted', () => {
  test.each<[string, Partial<JwtDefinition>, RegExp]>([
    ['without a key', {}, /^shop\.yaml:5:3: users\.jwt has neither secret nor keyFile; allowed is one of them$/],
    [
      'with a file that is not there',
      { keyFile: 'none.pem' },
      /^shop\.yaml:5:3: users\.jwt\.keyFile is none\.pem: there is no such file or folder$/,
    ],
    [
      'with a file that is no key',
      { keyFile: 'no-key.pem' },
      /^shop\.yaml:5:3: users\.jwt\.keyFile is no-key\.pem: .+$/,
    ],
    [
      'with a key that does not fit the algorithm',
      { secret: 'hush', algorithm: 'RS256' },
      /^shop\.yaml:5:3: no token can be minted: .+$/,
    ],
    [
      'with claims that contradict it',
      { secret: 'hush', claims: { exp: 1 } },
      /^shop\.yaml:5:3: no token can be minted: .+$/,
    ],
  ])('%s', (_what, definition, sentence) => {
    writeFileSync(join(folder, 'no-key.pem'), 'no key')
    let error: unknown
    try {
      mint(definition)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringMatching(sentence) })
  })
})
