import { connect, type ClientHttp2Session } from 'node:http2'
import type { Endpoint } from '../endpoint.ts'
import { secureContextOf } from '../secure-context.ts'

/** The code of the error where the other end turned out to speak something else than HTTP/2. */
export const notHttp2 = 'NOT_HTTP2'

const openTimeoutMs = 10_000

export interface SessionEvents {
  /** @param streamsMax how many requests the server takes at once */
  readonly opened: (streamsMax: number) => void
  /** @param code of the error that ended it; `closed` where there was none */
  readonly closed: (code: string) => void
}

/**
 * Opens a session, over TLS with `h2` chosen by ALPN, or in the clear by prior knowledge. It is open when the server has
 * sent its settings: a TCP connection alone says nothing about the protocol.
 */
export function openSession(endpoint: Endpoint, { opened, closed }: SessionEvents): ClientHttp2Session {
  const { origin } = endpoint
  const session = connect(origin, {
    settings: { enablePush: false },
    ...(origin.protocol === 'https:' ? { secureContext: secureContextOf(endpoint) } : {}),
  })
  let isOpen = false
  let isConnected = false
  let code = ''
  const overdue = setTimeout(() => {
    session.destroy(Object.assign(new Error(`no session within ${openTimeoutMs / 1000} s`), { code: 'ETIMEDOUT' }))
  }, openTimeoutMs)
  session.once('connect', () => {
    isConnected = true
    // A TLS server that knows nothing of ALPN goes on in HTTP/1.1, and waits for the rest of the first line.
    if (origin.protocol === 'https:' && session.alpnProtocol !== 'h2') session.destroy(foreign())
  })
  session.once('remoteSettings', ({ maxConcurrentStreams }) => {
    isOpen = true
    clearTimeout(overdue)
    opened(maxConcurrentStreams ?? Number.POSITIVE_INFINITY)
  })
  session.on('error', (error) => (code = codeOf(error)))
  session.once('close', () => {
    clearTimeout(overdue)
    closed(!isOpen && isForeign(code, isConnected) ? notHttp2 : code || 'closed')
  })
  return session
}

const foreign = () => Object.assign(new Error('the server chose another protocol'), { code: notHttp2 })

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.message)

/** Who hangs up on the preface, or answers it with something else, does not know it. */
function isForeign(code: string, isConnected: boolean): boolean {
  if (code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL') return true
  return isConnected && (code === '' || code === 'ERR_HTTP2_ERROR')
}
