import { UsageError } from '../../operator/errors.ts'

export interface ServerAddress {
  /** The server and its database without who logs in, for messages: `postgres://127.0.0.1:5432/shop`. */
  readonly name: string
  readonly url: URL
}

/**
 * Reads the URL of a database server.
 * @throws {UsageError} where it cannot be read; nothing of it but the scheme is told, for what cannot be read may be a
 * password anywhere
 */
export function serverAddress(text: string, usualPort: number): ServerAddress {
  const scheme = text.slice(0, text.indexOf(':')).toLowerCase()
  const complaint = new UsageError(
    `this ${scheme}: URL cannot be read; allowed is ${scheme}://user:password@host:port/database, ` +
      'with every character of user and password that is neither letter nor digit written as %XX',
  )
  if (!text.slice(scheme.length).startsWith('://') || !URL.canParse(text)) throw complaint
  const url = new URL(text)
  // A password with a bare / ? or # in it ends the host too early, and would be shown as a part of the address.
  if (/@/.test(`${url.pathname}${url.search}`) || url.hash !== '') throw complaint
  if (![url.username, url.password, url.host, url.pathname].every(canBeDecoded)) throw complaint
  const host = url.host === '' || url.port !== '' ? url.host : `${url.host}:${usualPort}`
  return { name: `${scheme}://${host}${url.pathname}`, url }
}

function canBeDecoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
