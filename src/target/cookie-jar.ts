import { CookieJar } from 'tough-cookie'
import type { Cookies } from './booking-api.ts'

/**
 * The cookies of one account (RFC 6265), for a target at one address.
 * @param serialised what another jar's `serialised` gave; null for an empty one
 */
export function openJar(baseUrl: string, serialised: string | null): Cookies {
  const options = { ignoreError: true, loose: true } as const
  // A target on this machine has a host without dots, which public suffixes would make nothing of.
  const jar = serialised === null ? new CookieJar(null, { rejectPublicSuffixes: false }) : restored(serialised)
  const { origin } = new URL(baseUrl)
  return {
    headerFor: (path) => jar.getCookieStringSync(origin + path),
    keep: (setCookies, path) => {
      for (const line of setCookies) jar.setCookieSync(line, origin + path, options)
    },
    serialised: () => JSON.stringify(jar.serializeSync()),
  }
}

function restored(serialised: string): CookieJar {
  return CookieJar.deserializeSync(serialised)
}
