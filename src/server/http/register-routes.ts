import type { FastifyInstance } from 'fastify'
import type { RouteTools } from './route-tools.ts'
import { registerAccountRoutes } from './routes/account-routes.ts'
import { registerBookingRoutes } from './routes/booking-routes.ts'
import { registerEventRoutes } from './routes/event-routes.ts'
import { registerLedgerRoutes } from './routes/ledger-routes.ts'
import { registerServiceRoutes } from './routes/service-routes.ts'

export const basePath = '/api/v1'

/** Every route of the API. */
export function registerRoutes(app: FastifyInstance, tools: RouteTools): void {
  app.register(
    (api, _options, done) => {
      registerAccountRoutes(api, tools)
      registerBookingRoutes(api, tools)
      registerEventRoutes(api, tools)
      registerLedgerRoutes(api, tools)
      registerServiceRoutes(api, tools, (other) => registerRoutes(other, tools))
      done()
    },
    { prefix: basePath },
  )
}
