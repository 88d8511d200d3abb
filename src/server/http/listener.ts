import { fastify, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { SelfSigned } from '../certificate.ts'
import { SecureConnections } from './secure-connections.ts'

export interface Listener {
  readonly app: FastifyInstance
  /** Ends every connection, whatever is under way on it. */
  readonly endConnections: () => void
}

/** Longer than any client waits between opening its connections and using them. */
const idleMs = 65_000

/**
 * How many requests one connection may carry at once. It is said aloud, since many clients keep to 100 where nothing is
 * said; it is bounded, since each costs memory that a single client could otherwise ask for without end.
 */
const maxConcurrentStreams = 1000

/** Makes what listens: HTTP/2, and HTTP/1.1 beside it, where there is an identity to do so; else HTTP/1.1 in the clear. */
export function createListener(identity: SelfSigned | null, options: FastifyServerOptions): Listener {
  if (identity === null) {
    const app = fastify({ ...options, keepAliveTimeout: idleMs })
    return { app, endConnections: () => app.server.closeAllConnections() }
  }
  const secure = {
    http2: true,
    http2SessionTimeout: idleMs,
    https: { key: identity.key, cert: identity.certificate, allowHTTP1: true, settings: { maxConcurrentStreams } },
  }
  // Fastify's types tell servers apart by their protocol. The routes use only what is the same in each.
  const app = fastify({ ...options, ...secure } as FastifyServerOptions)
  const connections = new SecureConnections(app.server)
  app.addHook('preClose', (done) => {
    connections.close()
    done()
  })
  return { app, endConnections: () => connections.destroy() }
}
