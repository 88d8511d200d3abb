import type { Header } from '../calls.ts'
import type { Mask } from './mask.ts'

export interface HeaderMask {
  readonly mask: Mask
  /** Headers by which somebody is known, in lower case. */
  readonly credentials: ReadonlySet<string>
}

/** Schemes that are told apart from what follows them; what has none of these may be a secret from its first word on. */
const schemes = /^(?:Bearer|Basic|Digest|Negotiate|Token|ApiKey|DPoP|Hawk|AWS4-HMAC-SHA256) +/i

const carriers = new Set(['x-api-key', 'api-key', 'apikey', 'x-auth-token', 'x-access-token', 'x-csrf-token'])

/** Headers as they may be shown: how somebody is known stays, and by what does not. */
export function maskedHeaders(headers: readonly Header[], { mask, credentials }: HeaderMask): readonly Header[] {
  return headers.map(([name, value]): Header => {
    const lower = name.toLowerCase()
    if (lower === 'authorization' || lower === 'proxy-authorization') {
      return [name, `${schemes.exec(value)?.[0] ?? ''}***`]
    }
    if (lower === 'cookie') return [name, value.split(';').map(maskedPair).join(';')]
    if (lower === 'set-cookie') {
      const [pair = '', ...attributes] = value.split(';')
      return [name, mask([maskedPair(pair), ...attributes].join(';'))]
    }
    return [name, carriers.has(lower) || credentials.has(lower) ? '***' : mask(value)]
  })
}

/** The name of a cookie stays. */
function maskedPair(pair: string): string {
  const equals = pair.indexOf('=')
  return equals < 0 ? '***' : `${pair.slice(0, equals + 1)}***`
}
