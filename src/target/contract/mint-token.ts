import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import jwt, { type SignOptions } from 'jsonwebtoken'
import { parseDuration } from '../../booking/duration.ts'
import { messageOf, UsageError } from '../../operator/errors.ts'
import { fileComplaint } from '../../operator/file-complaint.ts'
import type { JwtDefinition, Scope } from './definition.ts'
import { renderJson } from './template.ts'

/** Mints the token of an account (RFC 7519). */
export type Mint = (scope: Scope) => string

/**
 * @param file the contract, from which a key file's path is seen
 * @throws {UsageError} where the key cannot be read or does not fit the algorithm
 */
export function minter(definition: JwtDefinition, place: string, file: string): Mint {
  const { algorithm = definition.keyFile === undefined ? 'HS256' : 'RS256', keyId, expiresIn = '60m' } = definition
  const key = keyOf(definition, place, file)
  const claims = renderJson(definition.claims)
  const options: SignOptions = {
    algorithm,
    expiresIn: Math.round((parseDuration(expiresIn) ?? 0) / 1000),
    ...(keyId === undefined ? {} : { keyid: keyId }),
  }
  return (scope) => {
    const told: unknown = JSON.parse(typeof claims === 'string' ? claims : claims(scope))
    try {
      // The key is made once, since making it is what takes the time.
      return jwt.sign(Object(told), key, options)
    } catch (error) {
      throw new UsageError(`${place}: no token can be minted: ${messageOf(error)}`)
    }
  }
}

function keyOf({ secret, keyFile }: JwtDefinition, place: string, file: string): KeyObject {
  if (secret === '')
    throw new UsageError(`${place}: users.jwt.secret is empty; allowed is the secret that the target knows`)
  if (secret !== undefined) return createSecretKey(Buffer.from(secret))
  if (keyFile === undefined)
    throw new UsageError(`${place}: users.jwt has neither secret nor keyFile; allowed is one of them`)
  const path = resolve(dirname(file), keyFile)
  try {
    return createPrivateKey(readFileSync(path))
  } catch (error) {
    throw new UsageError(`${place}: users.jwt.keyFile is ${keyFile}: ${fileComplaint(error)}`)
  }
}
