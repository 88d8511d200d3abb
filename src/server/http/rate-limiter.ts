import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify'
import type { RateLimit } from '../../booking/rate-limit.ts'
import { userOf } from './access.ts'
import { Problem } from './problem.ts'

/** A limiter remembers so many users; of more, it forgets those who have been away longest. */
const usersRemembered = 200_000

/** Makes a hook that counts the requests of each user over all routes that it is put on. */
export async function createRateLimiter(
  app: FastifyInstance,
  { limit, windowMs }: NonNullable<RateLimit>,
): Promise<preHandlerAsyncHookHandler> {
  const { fastifyRateLimit } = await import('@fastify/rate-limit')
  await app.register(fastifyRateLimit, {
    global: false,
    max: limit,
    timeWindow: windowMs,
    cache: usersRemembered,
    enableDraftSpec: true,
    keyGenerator: userOf,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('RATE_LIMITED', `A user may send ${limit} requests in ${windowMs} ms. Retry in ${ttl} ms.`),
  })
  return app.rateLimit()
}
