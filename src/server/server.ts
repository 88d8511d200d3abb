import { randomBytes } from 'node:crypto'
import { ArrivalLog } from './arrivals.ts'
import { plantBug } from './bugs/plant-bug.ts'
import { makeCertificate } from './certificate.ts'
import { openDesk } from './desk.ts'
import { createApplication } from './http/application.ts'
import { basePath } from './http/register-routes.ts'
import { createTokens } from './http/tokens.ts'
import type { ServerOptions } from './options.ts'
import { openStore } from './store/store.ts'
import type { StrategyTools } from './strategies/booking-strategy.ts'
import { createStrategy } from './strategies/create-strategy.ts'
import { Tally } from './tally.ts'

/** How long a request may still take when the server closes. */
const graceMs = 1_000

/** Connections that may wait to be accepted: a burst knocks all at once. The system may allow fewer. */
const backlog = 65_535

export interface BookingServer {
  /** Where the API begins, such as `http://127.0.0.1:43121/api/v1`. */
  readonly url: string
  readonly adminToken: string
  /** What a client has to trust, as PEM; null where the server speaks in the clear. */
  readonly certificate: string | null
  /** What keeps the bookings, such as `sqlite 3.53.0`. */
  readonly store: string
  /** When the requests for seats of a burst came, while somebody wants to know. */
  readonly arrivals: ArrivalLog
  /** Changes how long bookings that are asked for from now on wait between their decision and their write. */
  setProcessing(ms: number): void
  /** Finishes what is under way, within a second, and closes the database. */
  close(): Promise<void>
}

/** Opens the database, creating it where there is none, and serves it. */
export async function openServer(options: ServerOptions): Promise<BookingServer> {
  const { host = '127.0.0.1', port } = options
  // An empty one, such as that of a variable nobody set, would let everybody in.
  const adminToken = options.adminToken || randomBytes(24).toString('base64url')
  const [arrivals, tally] = [new ArrivalLog(), new Tally()]
  const processing = { ms: options.processingMs }
  const store = openStore(options.database, (jobs) => tally.countGroup(jobs))
  try {
    const identity = options.http2 ? await makeCertificate(host) : null
    const tools = { ...assemble(options, { store, processing, now: Date.now }), arrivals, tally }
    const guards = { adminToken, rateLimit: options.rateLimit }
    const { app, endConnections } = await createApplication(tools, guards, identity)
    const origin = await app.listen({ host, port, backlog })
    const close = async (): Promise<void> => {
      const deadline = setTimeout(endConnections, graceMs)
      await app.close()
      clearTimeout(deadline)
      store.close()
    }
    const setProcessing = (ms: number): void => {
      processing.ms = ms
    }
    return {
      url: `${origin}${basePath}`,
      adminToken,
      certificate: identity?.certificate ?? null,
      store: `sqlite ${store.version()}`,
      arrivals,
      setProcessing,
      close,
    }
  } catch (error) {
    store.close()
    throw error
  }
}

function assemble(options: ServerOptions, correct: StrategyTools) {
  const bug = plantBug(options.bug)
  const store = bug.store?.(correct.store) ?? correct.store
  const tools = { ...correct, store }
  const strategy = createStrategy(options.strategy, tools)
  const flawed = bug.strategy?.(strategy, tools) ?? strategy
  const desk = openDesk(tools, flawed)
  const secret = store.settings.readOrKeep('token-secret', randomBytes(32).toString('base64'))
  const tokens = createTokens({ secret: Buffer.from(secret, 'base64'), accountExists: store.accounts.exists })
  const showEvent = bug.showEvent?.(store.events.read) ?? store.events.read
  return { desk: bug.desk?.(desk, tools, flawed) ?? desk, showEvent, tokens, store }
}
