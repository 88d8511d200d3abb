import { createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { userId, type UserId } from '../../booking/event.ts'

const issuer = 'bookload'
const lifetimeSeconds = 24 * 60 * 60
/** More users than a burst has connections; the cache claims its room at the start, and every further place delays that. */
const tokensRemembered = 32_768

interface KnownToken {
  readonly id: UserId
  readonly expiresAtMs: number
}

export interface Tokens {
  readonly issue: (id: UserId) => string
  /** The user whose token it is; null where it is not valid, or its account does not exist. */
  readonly verify: (token: string) => UserId | null
}

interface TokenOptions {
  readonly secret: Buffer
  readonly accountExists: (id: string) => boolean
}

/** Issues tokens and verifies each of them once: until it expires, what was issued or verified is remembered. */
export function createTokens({ secret, accountExists }: TokenOptions): Tokens {
  // Given the bytes, jsonwebtoken would make a key of them for each token, at about fifty times the price.
  const key = createSecretKey(secret)
  const known = new LRUCache<string, KnownToken>({ max: tokensRemembered })

  function issue(id: UserId): string {
    const token = jwt.sign({}, key, { algorithm: 'HS256', subject: id, issuer, expiresIn: lifetimeSeconds })
    known.set(token, { id, expiresAtMs: Date.now() + lifetimeSeconds * 1000 })
    return token
  }

  function verifyUnknown(token: string): UserId | null {
    const claims = claimsOf(token)
    if (claims?.sub === undefined || claims.exp === undefined || !accountExists(claims.sub)) return null
    const id = userId(claims.sub)
    known.set(token, { id, expiresAtMs: claims.exp * 1000 })
    return id
  }

  function claimsOf(token: string): jwt.JwtPayload | null {
    try {
      const claims = jwt.verify(token, key, { algorithms: ['HS256'], issuer })
      return typeof claims === 'string' ? null : claims
    } catch {
      return null
    }
  }

  function verify(token: string): UserId | null {
    const remembered = known.get(token)
    return remembered !== undefined && Date.now() < remembered.expiresAtMs ? remembered.id : verifyUnknown(token)
  }

  return { issue, verify }
}
