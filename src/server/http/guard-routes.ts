import type { FastifyInstance } from 'fastify'
import type { RateLimit } from '../../booking/rate-limit.ts'
import { guardForAdmin, guardForUsers } from './access.ts'
import { createRateLimiter } from './rate-limiter.ts'
import type { Tokens } from './tokens.ts'

export interface GuardOptions {
  readonly adminToken: string
  readonly rateLimit: RateLimit
}

/** Puts on every route that is registered after this the guard of its access. */
export async function guardRoutes(app: FastifyInstance, tokens: Tokens, options: GuardOptions): Promise<void> {
  app.decorateRequest('userId', null)
  const users = guardForUsers(tokens)
  const admin = guardForAdmin(tokens, options.adminToken)
  const limiter = options.rateLimit && (await createRateLimiter(app, options.rateLimit))
  app.addHook('onRoute', (route) => {
    switch (route.config?.access) {
      case 'user':
        // Tokens are checked as soon as the headers are in; a request counts once the whole of it is.
        route.onRequest = users
        if (limiter !== null) route.preValidation = [route.preValidation ?? [], limiter].flat()
        return
      case 'admin':
        route.onRequest = admin
        return
      case 'public':
        return
      case undefined:
        throw new Error(`${route.url} does not say who may call it`)
    }
  })
}
